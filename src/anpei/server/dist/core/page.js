var root=document.documentElement;function remember(name,value){root.dataset[name]=value;try{localStorage.setItem(`anpei-${name}`,value)}catch{}}var PREFS={theme:{on:"dark",off:"light",now:()=>root.dataset.
theme==="dark"},pictures:{on:"on",off:"off",now:()=>root.dataset.pictures==="on"},text:{on:"large",off:"normal",now:()=>root.dataset.text==="large"}};for(let button of document.querySelectorAll("[data\
-pref]")){let pref=PREFS[button.dataset.pref];button.setAttribute("aria-pressed",String(pref.now())),button.addEventListener("click",()=>{let on=!pref.now();remember(button.dataset.pref,on?pref.on:pref.
off),button.setAttribute("aria-pressed",String(on))})}for(let menu of document.querySelectorAll("[data-menu]"))document.addEventListener("click",event=>{menu.contains(event.target)||(menu.open=!1)}),menu.
addEventListener("keydown",event=>{event.key==="Escape"&&(menu.open=!1,menu.querySelector("summary").focus())});for(let button of document.querySelectorAll("[data-show]")){let field=document.getElementById(
button.dataset.show);button.addEventListener("click",()=>{let shown=field.type==="text";field.type=shown?"password":"text",button.textContent=shown?"显示":"隐藏",button.setAttribute("aria-pressed",
String(!shown)),field.focus()})}document.addEventListener("submit",event=>{var _a;let question=((_a=event.submitter)==null?void 0:_a.dataset.confirm)??event.target.dataset.confirm;question&&!confirm(question)&&
event.preventDefault()});for(let button of document.querySelectorAll("[data-print]"))button.addEventListener("click",()=>print());function words(seconds){return seconds>=60?`${Math.ceil(seconds/60)} 分\
钟`:`${seconds} 秒`}for(let line of document.querySelectorAll("[data-countdown]")){let end=performance.now()+Number(line.dataset.countdown)*1e3,timer=setInterval(()=>{let left=Math.ceil((end-performance.
now())/1e3);line.textContent=left>0?`还要等 ${words(left)}`:"现在可以再试了。",left<=0&&clearInterval(timer)},1e3)}var bar=document.querySelector("[data-offline]");if(bar){let tell=()=>bar.
hidden=navigator.onLine;addEventListener("online",tell),addEventListener("offline",tell),tell()}
