(()=>{var _a;(_a=document.querySelector("[data-print]"))==null||_a.addEventListener("click",()=>print());})();
