(()=>{var state={baseUrl:"/",kernelId:"",failed:0,lostAt:0,timer:0,over:!1},page=window,banner=()=>document.getElementById("anpei-banner");function say(words,label="",act=()=>{}){let[text,button]=[banner().
querySelector("p"),banner().querySelector("button")];!text||!button||(text.textContent=words,button.hidden=!label,button.textContent=label,button.onclick=act,banner().hidden=!1)}function cookie(name){
let found=document.cookie.split("; ").find(pair=>pair.startsWith(`${name}=`));return found?decodeURIComponent(found.slice(name.length+1)):""}function reloads(){let key=`anpei-reloads:${location.pathname}`,
now=Date.now();try{let before=JSON.parse(sessionStorage.getItem(key)||"[]").filter(at=>now-at<18e4);return sessionStorage.setItem(key,JSON.stringify([...before,now])),before.length}catch{return 0}}function again(words){
if(state.over=!0,clearTimeout(state.timer),reloads()>=3)return say("互动部分多次中断。","重新打开",()=>location.reload());say(words),setTimeout(()=>location.reload(),1200)}var shown=()=>document.
querySelector(".anpei-live-apps #rendered_cells .anpei")!==null;async function ask(){var _a;let answer=await fetch(`${state.baseUrl}api/live/beat`,{method:"POST",headers:{"Content-Type":"application/j\
son","X-XSRFToken":cookie("_xsrf")},body:JSON.stringify({kernel:state.kernelId,shown:shown()}),signal:(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,8e3)});if(answer.status===401||answer.status===
403)return"signed_out";if(!answer.ok)throw new Error(`beat: ${answer.status}`);return(await answer.json()).state}function lost(){state.failed+=1,state.failed===1&&(state.lostAt=Date.now()),state.failed>=
2&&say("网络中断了，正在重新连接…")}function heard(how){let outage=state.failed?Date.now()-state.lostAt:0;state.failed=0,how==="gone"?again("互动部分已停止，正在重新打开…"):
how==="signed_out"?again("登录已过期，正在转到登录页…"):how==="resting"?rest():outage>45e3?again("网络已恢复，正在重新打开本页…"):banner().hidden=!0}function rest(){state.
over=!0,say("这一页很久没有动，已经休息了。","继续",()=>location.reload())}async function beat(){if(clearTimeout(state.timer),!state.over){try{heard(await ask())}catch{lost()}state.over||
(state.timer=setTimeout(beat,state.failed?2e3:5e3))}}function leave(){let form=new URLSearchParams({kernel:state.kernelId,_xsrf:cookie("_xsrf")});navigator.sendBeacon(`${state.baseUrl}api/live/leave`,
form)}function begin(){var _a;let{baseUrl,kernelId}=JSON.parse(((_a=document.getElementById("jupyter-config-data"))==null?void 0:_a.textContent)??"{}");Object.assign(state,{baseUrl,kernelId}),addEventListener(
"pagehide",leave),addEventListener("online",beat),addEventListener("pageshow",event=>event.persisted&&beat()),document.addEventListener("visibilitychange",()=>document.visibilityState==="visible"&&beat()),
beat()}function show(){var _a;if(!page.themeLoaded){page.cellLoaded=!0;return}(_a=document.getElementById("loading"))==null||_a.remove();let cells=document.getElementById("rendered_cells");cells&&(cells.
style.display=""),document.body.dataset.ready="true"}page.anpeiLive={begin};page.voila_finish=show;page.display_cells=show;page.voila_process=()=>{};page.update_loading_text=()=>{};page.voila_heartbeat=
()=>{};})();
