(()=>{function serverClock(steady=()=>performance.now()){let ahead=-1/0;return{steady,heard(now,asked=-1/0){ahead=Math.min(Math.max(ahead,now-steady()),now-asked)},now:()=>Number.isFinite(ahead)?Math.round(
steady()+ahead):0}}var PATIENCE=15e3,OUTLIVES=15e3,server=serverClock();function baseUrl(){let config=document.getElementById("jupyter-config-data"),{anpeiBase,baseUrl:base}=document.body.dataset,path=anpeiBase??(config?
JSON.parse(config.textContent??"").baseUrl:base)??"/";return path.endsWith("/")?path:`${path}/`}var noAnswer=()=>({status:0,data:{error:{code:"no_answer",message:"连不上服务器。",way_out:"请检查网络\
，稍后再试。"}}});function headersOf(method,body,person){let headers={Accept:"application/json"},xsrf=document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/);return body!==void 0&&(headers["Content-Type"]=body instanceof Blob?
body.type:"application/json"),method!=="GET"&&xsrf&&(headers["X-XSRFToken"]=decodeURIComponent(xsrf[1])),person&&(headers["X-Anpei-Person"]=encodeURIComponent(person)),headers}async function api(path,{
method="GET",body,patience=PATIENCE,person=""}={}){let sent=body===void 0||body instanceof Blob?body:JSON.stringify(body),limit=new AbortController,timer=setTimeout(()=>limit.abort(),patience),asked=server.
steady();try{let answer=await fetch(baseUrl()+path,{method,headers:headersOf(method,body,person),body:sent,credentials:"same-origin",cache:"no-store",signal:limit.signal,keepalive:typeof sent=="string"&&
sent.length<OUTLIVES}),data=await answer.json(),now=Number(answer.headers.get("X-Anpei-Now"));return now&&server.heard(now,asked),{status:answer.status,data,wait:1e3*Number(answer.headers.get("Retry-A\
fter")??0)||0}}catch{return noAnswer()}finally{clearTimeout(timer)}}var EVERY=5e3,SOON=2e3,LONG_OUTAGE=45e3,RELOADS=3,WITHIN=18e4,state={baseUrl:"/",kernelId:"",failed:0,lostAt:0,timer:0,over:!1},page=window,banner=()=>document.getElementById("anpei-banner");function say(words,label="",act=()=>{}){
let[text,button]=[banner().querySelector("p"),banner().querySelector("button")];!text||!button||(text.textContent=words,button.hidden=!label,button.textContent=label,button.onclick=act,banner().hidden=
!1)}function cookie(name){let found=document.cookie.split("; ").find(pair=>pair.startsWith(`${name}=`));return found?decodeURIComponent(found.slice(name.length+1)):""}function reloads(){let key=`anpei\
-reloads:${location.pathname}`,now=Date.now();try{let before=JSON.parse(sessionStorage.getItem(key)||"[]").filter(at=>now-at<WITHIN);return sessionStorage.setItem(key,JSON.stringify([...before,now])),
before.length}catch{return 0}}function again(words){if(state.over=!0,clearTimeout(state.timer),reloads()>=RELOADS)return say("互动部分多次中断。","重新打开",()=>location.reload());say(words),
setTimeout(()=>location.reload(),1200)}var shown=()=>document.querySelector(".anpei-live-apps #rendered_cells .anpei")!==null;async function ask(){let body={kernel:state.kernelId,shown:shown()},{status,
data}=await api("api/live/beat",{method:"POST",body,patience:8e3});if(status===401||status===403)return"signed_out";if(status!==200)throw new Error(`beat: ${status}`);return data.state}function lost(){
state.failed+=1,state.failed===1&&(state.lostAt=Date.now()),state.failed>=2&&say("网络中断了，正在重新连接…")}function heard(how){let outage=state.failed?Date.now()-state.lostAt:0;state.
failed=0,how==="gone"?again("互动部分已停止，正在重新打开…"):how==="signed_out"?again("登录已过期，正在转到登录页…"):how==="resting"?rest():outage>LONG_OUTAGE?again("网络已\
恢复，正在重新打开本页…"):banner().hidden=!0}function rest(){state.over=!0,say("这一页很久没有动，已经休息了。","继续",()=>location.reload())}async function beat(){if(clearTimeout(
state.timer),!state.over){try{heard(await ask())}catch{lost()}state.over||(state.timer=setTimeout(beat,state.failed?SOON:EVERY))}}function leave(){let form=new URLSearchParams({kernel:state.kernelId,_xsrf:cookie(
"_xsrf")});navigator.sendBeacon(`${state.baseUrl}api/live/leave`,form)}function begin(){var _a;let{baseUrl:baseUrl2,kernelId}=JSON.parse(((_a=document.getElementById("jupyter-config-data"))==null?void 0:
_a.textContent)??"{}");Object.assign(state,{baseUrl:baseUrl2,kernelId}),addEventListener("pagehide",leave),addEventListener("online",beat),addEventListener("pageshow",event=>event.persisted&&beat()),document.
addEventListener("visibilitychange",()=>document.visibilityState==="visible"&&beat()),beat()}function show(){var _a;if(!page.themeLoaded){page.cellLoaded=!0;return}(_a=document.getElementById("loading"))==
null||_a.remove();let cells=document.getElementById("rendered_cells");cells&&(cells.style.display=""),document.body.dataset.ready="true"}page.anpeiLive={begin};page.voila_finish=show;page.display_cells=
show;page.voila_process=()=>{};page.update_loading_text=()=>{};page.voila_heartbeat=()=>{};})();
