(()=>{var worker=self,{on,base}=worker.ANPEI,PREFIX=`anpei:page:${base}:`,PATIENCE=1e4,keptNames=async()=>(await caches.keys()).filter(name=>name.startsWith(PREFIX));async function kept(url){for(let name of(await keptNames()).
reverse()){let found=await(await caches.open(name)).match(url);if(found)return found}}var escaped=text=>text.replaceAll("&","&amp;").replaceAll("<","&lt;").replaceAll('"',"&quot;");async function instead(){
let rows=[];for(let name of await keptNames()){let url=name.slice(PREFIX.length).replace(/^[^:]*:/,"").replace(/@\d+$/,""),page2=await(await caches.open(name)).match(url);page2&&rows.push(`<li><a href\
="${escaped(url)}">${escaped(decodeURIComponent(page2.headers.get("X-Anpei-Title")??url))}</a></li>`)}let text=`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="w\
idth=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>没有网络</title><style>body{max-width:40em;margin:15vh auto;padding:0 1.25em;font:1.0625em/1.75 system-ui,sans-serif}
a{display:inline-block;padding:.6em 0}</style><h1>没有网络</h1><p>现在连不上服务器。作答和学习记录都在这台设备上，联网后会自动送出。</p>${rows.length?`<p>存在这台设备上的：\
</p><ul>${rows.join("")}</ul>`:""}<p><a href="">再试一次</a></p></html>`;return new Response(text,{status:503,headers:{"Content-Type":"text/html; charset=utf-8"}})}async function page(request){let url=request.
url.split("#")[0],fresh=fetch(request),late=new Promise(done=>setTimeout(()=>done(void 0),PATIENCE));try{return await Promise.race([fresh,late.then(()=>kept(url))])??await fresh}catch{return await kept(
url)??instead()}}var file=request=>fetch(request).catch(async()=>await kept(request.url)??Response.error());worker.addEventListener("install",()=>worker.skipWaiting());worker.addEventListener("activat\
e",event=>event.waitUntil(begin()));async function begin(){if(on)return worker.clients.claim();for(let name of await keptNames())await caches.delete(name);return worker.registration.unregister()}on&&worker.
addEventListener("fetch",event=>{let{request}=event,{origin,pathname}=new URL(request.url);if(origin!==location.origin||!pathname.startsWith(base))return;let whole=request.mode==="navigate"&&request.destination===
"document";if(request.method!=="GET")return void(whole&&event.respondWith(fetch(request).catch(instead)));whole?event.respondWith(page(request)):/\/(?:static\/(?:anpei|widgets)|media|built)\//.test(pathname)&&
event.respondWith(file(request))});})();
