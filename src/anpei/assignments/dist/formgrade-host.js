(()=>{window.MathJax={loaded:!0,Hub:{Startup:{signal:{Interest:listener=>setTimeout(()=>listener("End"),0)}}}};document.addEventListener("DOMContentLoaded",()=>{let button=document.getElementById("anpei-nam\
es");button==null||button.addEventListener("click",()=>{let shown=button.getAttribute("aria-pressed")!=="true";button.setAttribute("aria-pressed",String(shown)),button.textContent=shown?"隐藏姓名":
"显示姓名",document.body.classList.toggle("anpei-show-names",shown)})});})();
