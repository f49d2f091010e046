(()=>{var _a;(_a=document.querySelector("[data-print]"))==null||_a.addEventListener("click",()=>print());(()=>{let here=document.currentScript.src,beside=name=>new URL(name,here).href;document.body.dataset.
baseUrl=new URL("../../../",here).pathname;let tokens=document.createElement("link");Object.assign(tokens,{rel:"stylesheet",href:beside("tokens.css")});let watch=document.createElement("script");Object.
assign(watch,{type:"module",src:beside("emergency.js")}),watch.dataset.emergencySheet=beside("emergency.css"),document.head.append(tokens,watch)})();})();
