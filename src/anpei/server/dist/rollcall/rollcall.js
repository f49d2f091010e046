function serverClock(steady=()=>performance.now()){let ahead=-1/0;return{steady,heard(now,asked=-1/0){ahead=Math.min(Math.max(ahead,now-steady()),now-asked)},now:()=>Number.isFinite(ahead)?Math.round(
steady()+ahead):0}}var PATIENCE=15e3,OUTLIVES=15e3,server=serverClock();function baseUrl(){let config=document.getElementById("jupyter-config-data"),{anpeiBase,baseUrl:base}=document.body.dataset,path=anpeiBase??(config?
JSON.parse(config.textContent??"").baseUrl:base)??"/";return path.endsWith("/")?path:`${path}/`}var noAnswer=()=>({status:0,data:{error:{code:"no_answer",message:"连不上服务器。",way_out:"请检查网络\
，稍后再试。"}}});function headersOf(method,body,person){let headers={Accept:"application/json"},xsrf=document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/);return body!==void 0&&(headers["Content-Type"]=body instanceof Blob?
body.type:"application/json"),method!=="GET"&&xsrf&&(headers["X-XSRFToken"]=decodeURIComponent(xsrf[1])),person&&(headers["X-Anpei-Person"]=encodeURIComponent(person)),headers}async function api(path,{
method="GET",body,patience=PATIENCE,person=""}={}){let sent=body===void 0||body instanceof Blob?body:JSON.stringify(body),limit=new AbortController,timer=setTimeout(()=>limit.abort(),patience),asked=server.
steady();try{let answer=await fetch(baseUrl()+path,{method,headers:headersOf(method,body,person),body:sent,credentials:"same-origin",cache:"no-store",signal:limit.signal,keepalive:typeof sent=="string"&&
sent.length<OUTLIVES}),data=await answer.json(),now=Number(answer.headers.get("X-Anpei-Now"));return now&&server.heard(now,asked),{status:answer.status,data,wait:1e3*Number(answer.headers.get("Retry-A\
fter")??0)||0}}catch{return noAnswer()}finally{clearTimeout(timer)}}var form=document.querySelector(".muster-form"),told=document.querySelector("[data-expected]"),newest=0;async function count(){var _a;let asked=new URLSearchParams([...new FormData(form)].filter(([name])=>[
"department","post","team"].includes(name)));for(let name of["teamless","visitors"])((_a=form.elements[name])==null?void 0:_a.checked)===!1&&asked.set(name,"0");let mine=++newest,{status,data}=await api(
`api/musters/expected?${asked}`),words=status===200?data.words:"连不上服务器，现在数不出应到人数。";mine===newest&&(told.textContent=words)}form==null||form.addEventListener("change",
count);form&&count();
