function serverClock(steady=()=>performance.now()){let ahead=-1/0;return{steady,heard(now,asked=-1/0){ahead=Math.min(Math.max(ahead,now-steady()),now-asked)},now:()=>Number.isFinite(ahead)?Math.round(
steady()+ahead):0}}var PATIENCE=15e3,OUTLIVES=15e3,server=serverClock();function baseUrl(){let config=document.getElementById("jupyter-config-data"),{anpeiBase,baseUrl:base}=document.body.dataset,path=anpeiBase??(config?
JSON.parse(config.textContent??"").baseUrl:base)??"/";return path.endsWith("/")?path:`${path}/`}var noAnswer=()=>({status:0,data:{error:{code:"no_answer",message:"连不上服务器。",way_out:"请检查网络\
，稍后再试。"}}});function headersOf(method,body,person){let headers={Accept:"application/json"},xsrf=document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/);return body!==void 0&&(headers["Content-Type"]=body instanceof Blob?
body.type:"application/json"),method!=="GET"&&xsrf&&(headers["X-XSRFToken"]=decodeURIComponent(xsrf[1])),person&&(headers["X-Anpei-Person"]=encodeURIComponent(person)),headers}async function api(path,{
method="GET",body,patience=PATIENCE,person=""}={}){let sent=body===void 0||body instanceof Blob?body:JSON.stringify(body),limit=new AbortController,timer=setTimeout(()=>limit.abort(),patience),asked=server.
steady();try{let answer=await fetch(baseUrl()+path,{method,headers:headersOf(method,body,person),body:sent,credentials:"same-origin",cache:"no-store",signal:limit.signal,keepalive:typeof sent=="string"&&
sent.length<OUTLIVES}),data=await answer.json(),now=Number(answer.headers.get("X-Anpei-Now"));return now&&server.heard(now,asked),{status:answer.status,data,wait:1e3*Number(answer.headers.get("Retry-A\
fter")??0)||0}}catch{return noAnswer()}finally{clearTimeout(timer)}}var EVERY=3e3,place=document.querySelector("[data-ask]"),words=place.querySelector("[data-words]");async function ask(){let{status,data}=await api(place.dataset.ask);if(status===401||data.state==="go")
return location.reload();let said=status?data.words:"网络中断了，恢复后会继续排队。";return said&&words.textContent!==said&&(words.textContent=said),setTimeout(ask,EVERY)}setTimeout(ask,
EVERY);
