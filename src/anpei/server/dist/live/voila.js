(()=>{(()=>{let config={},failed=0,lostAt=0,timer=0,over=!1,banner=()=>document.getElementById("anpei-banner");function say(words,label,act){let[text,button]=[banner().querySelector("p"),banner().querySelector(
"button")];text.textContent=words,button.hidden=!label,button.textContent=label||"",button.onclick=act||null,banner().hidden=!1}function cookie(name){let found=document.cookie.split("; ").find(pair=>pair.
startsWith(`${name}=`));return found?decodeURIComponent(found.slice(name.length+1)):""}function again(words){over=!0,clearTimeout(timer);let key=`anpei-reloads:${location.pathname}`,now=Date.now(),before=[];
try{before=JSON.parse(sessionStorage.getItem(key)||"[]").filter(at=>now-at<18e4),sessionStorage.setItem(key,JSON.stringify([...before,now]))}catch{before=[]}if(before.length>=3){say("互动部分多次中断。",
"重新打开",()=>location.reload());return}say(words),setTimeout(()=>location.reload(),1200)}let shown=()=>document.querySelector(".anpei-live-apps #rendered_cells .anpei")!==null;async function ask(){
let answer=await fetch(`${config.baseUrl}api/live/beat`,{method:"POST",headers:{"Content-Type":"application/json","X-XSRFToken":cookie("_xsrf")},body:JSON.stringify({kernel:config.kernelId,shown:shown()}),
signal:AbortSignal.timeout?AbortSignal.timeout(8e3):void 0});if(answer.status===401||answer.status===403)return"signed_out";if(!answer.ok)throw new Error(`beat: ${answer.status}`);return(await answer.
json()).state}function lost(){failed+=1,failed===1&&(lostAt=Date.now()),failed>=2&&say("网络中断了，正在重新连接…")}function heard(state){let outage=failed?Date.now()-lostAt:0;failed=0,state===
"gone"?again("互动部分已停止，正在重新打开…"):state==="signed_out"?again("登录已过期，正在转到登录页…"):state==="resting"?rest():outage>45e3?again("网络已恢复，正在重新打开本页…"):
banner().hidden=!0}function rest(){over=!0,say("这一页很久没有动，已经休息了。","继续",()=>location.reload())}async function beat(){if(clearTimeout(timer),!over){try{heard(await ask())}catch{
lost()}over||(timer=setTimeout(beat,failed?2e3:5e3))}}function leave(){let form=new URLSearchParams({kernel:config.kernelId,_xsrf:cookie("_xsrf")});navigator.sendBeacon(`${config.baseUrl}api/live/leav\
e`,form)}function begin(){config=JSON.parse(document.getElementById("jupyter-config-data").textContent),addEventListener("pagehide",leave),addEventListener("online",beat),addEventListener("pageshow",event=>event.
persisted&&beat()),document.addEventListener("visibilitychange",()=>document.visibilityState==="visible"&&beat()),beat()}function show(){var _a;if(!window.themeLoaded){window.cellLoaded=!0;return}(_a=
document.getElementById("loading"))==null||_a.remove();let cells=document.getElementById("rendered_cells");cells&&(cells.style.display=""),document.body.dataset.ready="true"}window.anpeiLive={begin},window.
voila_finish=show,window.display_cells=show,window.voila_process=()=>{},window.update_loading_text=()=>{},window.voila_heartbeat=()=>{}})();})();
