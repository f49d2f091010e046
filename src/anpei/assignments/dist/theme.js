(()=>{var dark=matchMedia("(prefers-color-scheme: dark)"),show=()=>document.documentElement.dataset.theme=dark.matches?"dark":"light";dark.addEventListener("change",show);show();})();
