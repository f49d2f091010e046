function serverClock(steady=()=>performance.now()){let ahead=-1/0;return{steady,heard(now,asked=-1/0){ahead=Math.min(Math.max(ahead,now-steady()),now-asked)},now:()=>Number.isFinite(ahead)?Math.round(
steady()+ahead):0}}var PATIENCE=15e3,OUTLIVES=15e3,server=serverClock();function baseUrl(){let config=document.getElementById("jupyter-config-data"),{anpeiBase,baseUrl:base}=document.body.dataset,path=anpeiBase??(config?
JSON.parse(config.textContent??"").baseUrl:base)??"/";return path.endsWith("/")?path:`${path}/`}var noAnswer=()=>({status:0,data:{error:{code:"no_answer",message:"连不上服务器。",way_out:"请检查网络\
，稍后再试。"}}}),told=({data})=>{var _a,_b;return[(_a=data==null?void 0:data.error)==null?void 0:_a.message,(_b=data==null?void 0:data.error)==null?void 0:_b.way_out].filter(Boolean).join("")||
"没有成功，请再试一次。"};function cookie(name){try{let found=document.cookie.split("; ").find(pair=>pair.startsWith(`${name}=`));return found?decodeURIComponent(found.slice(name.length+1)):
""}catch{return""}}function headersOf(method,body,person){let headers={Accept:"application/json"},xsrf=cookie("_xsrf");return body!==void 0&&(headers["Content-Type"]=body instanceof Blob?body.type:"ap\
plication/json"),method!=="GET"&&xsrf&&(headers["X-XSRFToken"]=xsrf),person&&(headers["X-Anpei-Person"]=encodeURIComponent(person)),headers}async function api(path,{method="GET",body,patience=PATIENCE,
person=""}={}){let sent=body===void 0||body instanceof Blob?body:JSON.stringify(body),limit=new AbortController,timer=setTimeout(()=>limit.abort(),patience),asked=server.steady();try{let answer=await fetch(
baseUrl()+path,{method,headers:headersOf(method,body,person),body:sent,credentials:"same-origin",cache:"no-store",signal:limit.signal,keepalive:typeof sent=="string"&&sent.length<OUTLIVES}),data=await answer.
json(),now=Number(answer.headers.get("X-Anpei-Now"));return now&&server.heard(now,asked),{status:answer.status,data,wait:1e3*Number(answer.headers.get("Retry-After")??0)||0}}catch{return noAnswer()}finally{
clearTimeout(timer)}}var TABLE=[[0,199,"","later"],[200,299,"","sent"],[300,399,"","later"],[401,401,"","signed_out"],[403,403,"not_a_kiosk","signed_out"],[403,403,"must_change_password","password_due"],[403,403,"other_pe\
rson","other_person"],[408,408,"","later"],[409,409,"current","disagrees"],[410,410,"","too_late"],[421,421,"","later"],[425,425,"","later"],[429,429,"","later"],[400,499,"","refused"],[500,599,"","la\
ter"]];function meaning({status,data}){var _a;let code=((_a=data==null?void 0:data.error)==null?void 0:_a.code)??(data!=null&&data.current?"current":""),row=TABLE.find(([from,to,wanted])=>status>=from&&
status<=to&&(!wanted||wanted===code));return row?row[3]:"later"}var stays=what=>what==="later"||setAside(what),setAside=what=>what==="signed_out"||what==="password_due"||what==="other_person";function uuid(){let b=crypto.getRandomValues(new Uint8Array(16));return b[6]=b[6]&15|64,b[8]=b[8]&63|128,Array.from(b,x=>x.toString(16).padStart(2,"0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/,"$\
1-$2-$3-$4-")}var SOON=3e4,unanswered=new Map;async function act(path,body){var _a;let what=JSON.stringify(body),before=unanswered.get(path),id=(before==null?void 0:before.what)===what&&performance.now()-before.at<
SOON?before.id:uuid();unanswered.set(path,{what,id,at:performance.now()});let answer=await api(path,{method:"POST",body:{uuid:id,...body}});return!stays(meaning(answer))&&((_a=unanswered.get(path))==null?
void 0:_a.id)===id&&unanswered.delete(path),answer}function h(tag,attrs,...children){let el=document.createElement(tag);for(let[key,value]of Object.entries(attrs??{}))value==null||value===!1||(typeof value=="function"?el.addEventListener(key.slice(2),
value):key==="class"?el.className=value:el.setAttribute(key,value===!0?"":String(value)));return el.append(...children.flat().filter(c=>c!=null&&c!==!1)),el}var one=(root,selector)=>root.querySelector(
selector),all=(root,selector)=>[...root.querySelectorAll(selector)];function setWords(el,words){el.textContent!==words&&(el.textContent=words)}function svgEl(tag,attrs,...children){let el=document.createElementNS(
"http://www.w3.org/2000/svg",tag);return Object.entries(attrs??{}).forEach(([key,value])=>{typeof value=="function"?el.addEventListener(key.slice(2),value):value!=null&&el.setAttribute(key,String(value))}),
el.append(...children.flat(1/0).filter(c=>c!=null&&c!==!1)),el}var here=new Map;function asking(tab,act2){try{return act2(tab?sessionStorage:localStorage)}catch{return null}}var recall=(name,{tab=!1}={})=>here.get(name)??asking(tab,storage=>storage.getItem(name));
function remember(name,value,{tab=!1}={}){asking(tab,storage=>[storage.setItem(name,value)])?here.delete(name):here.set(name,value)}function forget(name,{tab=!1}={}){here.delete(name),asking(tab,storage=>storage.
removeItem(name))}var ICONS={check:"M5 12.5l4.5 4.5L19 7.5",cross:"M6.5 6.5l11 11M17.5 6.5l-11 11",part:"M6 12h12",up:"M12 19V5.5M5.5 12L12 5.5l6.5 6.5",down:"M12 5v13.5M5.5 12l6.5 6.5 6.5-6.5",grip:"M9 6h.01M15 6h.01M\
9 12h.01M15 12h.01M9 18h.01M15 18h.01",flag:"M6 21V4.5h11.5l-2.5 4 2.5 4H6",clock:"M12 7v5.2l3.2 2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z",grid:"M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-\
6zM13.5 13.5h6v6h-6z",left:"M14.5 5.5L8 12l6.5 6.5",right:"M9.5 5.5L16 12l-6.5 6.5",wait:"M12 4a8 8 0 1 1-8 8",away:"M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.4M19 12a10 10 0 0 0-5.5-2.9M\
12 19h.01",warn:"M12 9.5v4.5M12 17.2h.01M10.6 4.6L2.9 18a1.6 1.6 0 0 0 1.4 2.4h15.4a1.6 1.6 0 0 0 1.4-2.4L13.4 4.6a1.6 1.6 0 0 0-2.8 0z",law:"M6 4h9.5L19 7.5V20H6zM9 11h7M9 15h7M15 4v4h4",sound:"M4 9.\
5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",zoom:"M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.3 15.3L20 20M10.5 7.8v5.4M7.8 10.5h5.4",undo:"M8.5 6L4 10.5 8.5 15M\
4.5 10.5H14a5.5 5.5 0 0 1 0 11h-3",pencil:"M4.5 19.5l1-4L16.6 4.4l3 3L8.5 18.5z",radio:"M5 9.5h14v10H5zM8 9.5L17 4M15.5 13h.01M15.5 16h.01M8 13h3.5M8 16h3.5",phone:"M6.5 4.5l3 .5 1 4-2 1.8a11 11 0 0 0\
 4.7 4.7l1.8-2 4 1 .5 3c0 1-.8 2-2 2A15 15 0 0 1 4.5 6.500c0-1.2 1-2 2-2z",alarm:"M12 4a6 6 0 0 0-6 6v4l-1.5 2.500h15L18 14v-4a6 6 0 0 0-6-6zM10 19.500a2 2 0 0 0 4 0M3.5 8a7 7 0 0 1 2-4M20.5 8a7 7 0 0\
 0-2-4",picture:"M4 5.500h16v13H4zM4 15l4.5-4 4 3.5 3-2.5 4.5 4M15.5 9h.01",person:"M12 4.500a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.400zM4.5 20a7.5 7.5 0 0 1 15 0",play:"M8 5.500l10 6.5-10 6.500z",pause:"\
M8.5 5.500v13M15.5 5.500v13",stop:"M6.5 6.500h11v11h-11z",send:"M4 12l16-7.5-5.5 16-3-6.500z",back:"M10 6l-6 6 6 6M4.5 12H20",erase:"M9 6h11v12H9l-5.5-6zM12.5 9.500l4.5 5M17 9.500l-4.5 5",tablet:"M5 4\
h14v16H5zM11 17h2",fire:"M12 3.500c1 3 4.5 4.5 4.5 9a4.5 4.5 0 0 1-9 0c0-2 1-3 1.5-4.5 1 .5 1.5 1 2 2 .7-2 .5-4.5 1-6.500zM7 20.500h10",badge:"M5 6.500h14v13H5zM9.5 6.500v-3h5v3M8 11h3.500v3.500H8zM14\
 11h2.500M14 14.500h2.500M8 17h8",camera:"M4 7.500h4l1.500-2.500h5L16 7.500h4v11.500H4zM12 9.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7z",siren:"M7 18v-5a5 5 0 0 1 10 0v5M4.5 18h15v3h-15zM12 3v2M\
4.500 6l1.500 1.500M19.500 6L18 7.500M12 11v3",fold:"M6 9.500l6 6 6-6",sign:"M3.500 18.500c3-6 5-11 6.500-11s-2 9 0 9 2.500-4 4-4-.5 3.500 1.500 3.500 2-1.500 5-1.500",quiz:"M12 3.500a8.500 8.500 0 1 \
1 0 17 8.500 8.500 0 0 1 0-17zM9.500 9.500a2.500 2.500 0 1 1 3.700 2.200c-.8.4-1.200 1-1.200 1.800M12 16.500h.01",team:"M8.500 6a2.600 2.600 0 1 1 0 5.200 2.600 2.600 0 0 1 0-5.200zM3 18.500a5.500 5.5\
00 0 0 1 11 0M15.500 6.300a2.500 2.500 0 0 1 0 4.800M16.500 13.200a5.500 5.500 0 0 1 4.500 5.300",fullscreen:"M9 4.500H4.500V9M15 4.500h4.500V9M9 19.500H4.500V15M15 19.500h4.500V15",more:"M12 5.500h.0\
1M12 12h.01M12 18.500h.01",before:"M17.5 6l-8 6 8 6zM6.5 6v12",after:"M6.5 6l8 6-8 6zM17.5 6v12",skip:"M5 5.500l8 6.500-8 6.500zM13 5.500l6 6.500-6 6.500zM19.500 5.500v13"};function icon(name){let path=svgEl(
"path",{d:ICONS[name]});return svgEl("svg",{viewBox:"0 0 24 24",class:`anpei-icon anpei-icon-${name}`,"aria-hidden":"true"},path)}var present=list=>list.filter(Boolean),last=list=>list[list.length-1];function lastWhere(list,test){for(let i=list.length-1;i>=0;i-=1)if(test(list[i]))return list[i]}var clockText=ms=>{let seconds=Math.
max(0,Math.floor(ms/1e3));return`${String(Math.floor(seconds/60)).padStart(2,"0")}:${String(seconds%60).padStart(2,"0")}`};var CHANNELS={radio:"对讲机",phone:"电话",alarm:"报警",picture:"画面"},EMPTY="<svg xmlns='http://www.w3.org/2000/svg'/>",TOO_ACTIVE="script, foreignObject, iframe, a, animate, set, use, image";
function runClock(){let base=0,heard=performance.now(),pace=0;return{set(ms,running,speed=1){[base,heard,pace]=[ms,performance.now(),running?speed:0]},now:()=>base+pace*(performance.now()-heard)}}function sitePlan(){
let host=h("div",{class:"drill-plan"}),shadow=host.attachShadow({mode:"open"}),source=null,shown2="";return{el:host,draw(svg){if(svg===source)return;[source,shown2]=[svg,""];let parsed=new DOMParser().
parseFromString(svg||EMPTY,"image/svg+xml");parsed.querySelectorAll(TOO_ACTIVE).forEach(e=>e.remove()),parsed.querySelectorAll("*").forEach(e=>{for(let{name}of[...e.attributes])/^on|href$/i.test(name)&&
e.removeAttribute(name)});let look=h("style");look.textContent=PLAN_LOOK,shadow.replaceChildren(look,document.importNode(parsed.documentElement,!0))},show(layers){let key=layers.join();key!==shown2&&(shown2=
key,all(shadow,"[data-layer]").forEach(group=>{group.classList.toggle("shown",layers.includes(group.dataset.layer))}))}}}var PLAN_LOOK=`
  svg { display: block; width: 100%; height: 100%; font-family: inherit; }
  [data-layer] { opacity: 0; transition: opacity 600ms ease; }
  [data-layer].shown { opacity: 1; }
  [data-layer^="fire"].shown { animation: breathe 1.8s ease-in-out infinite alternate; }
  [data-layer^="smoke"].shown { animation: drift 6s ease-in-out infinite alternate; }
  @keyframes breathe { to { opacity: 0.82; } }
  @keyframes drift { to { transform: translate(6px, -4px); } }
  @media (prefers-reduced-motion: reduce) {
    [data-layer] { transition: none; }
    [data-layer].shown { animation: none !important; }
  }`;function meterTiles(meters){return meters.map(({label,value,unit,tone})=>h("div",{class:`drill-meter drill-tone-${tone}${value?"":" is-zero"}`},h("span",{class:"drill-meter-label"},label),h("stro\
ng",null,String(value),h("small",null,unit))))}function mapPlayer({length,moved,changed}){let s={now:0,factor:4,playing:!1,live:!1},clock=null,[last2,request]=[0,0],end=()=>length()??0;function seek(to){s.now=Math.max(0,Math.min(to,end())),moved()}
function step(stamp){let passed=Math.min(.25,(stamp-last2)/1e3);last2=stamp,s.live&&clock?seek(clock()):seek(s.now+passed*s.factor),!s.live&&s.now>=end()&&run(!1),s.playing&&(request=requestAnimationFrame(
step))}function run(on){cancelAnimationFrame(request),on&&!s.live&&s.now>=end()&&(s.now=0),s.playing=on&&length()!==null,!s.playing&&length()!==null&&(s.live=!1),changed(),last2=performance.now(),s.playing&&
(request=requestAnimationFrame(step))}return{state:s,seek,run,hasClock:()=>clock!==null,follow(of=clock){[clock,s.live]=[of,!!of],run(s.live)},leave(){s.live&&(s.live=!1,changed())},arrive(keep){run(s.
playing||s.live),keep||(s.now=0),seek(s.live&&clock?clock():s.now)},stop:()=>cancelAnimationFrame(request)}}function readTracks(buffer){let size=new DataView(buffer).getUint32(0,!0),head=JSON.parse(new TextDecoder().decode(new Uint8Array(buffer,4,size))),numbers=new Int16Array(buffer.slice(4+size)),{people,
frames,seconds,origin,unit}=head,out=(head.exits??[]).map(([exit,at2])=>({exit,at:at2??1/0}));function at(time,into){let exact=Math.min(Math.max(time/seconds,0),frames-1),first=Math.floor(exact),next=Math.
min(first+1,frames-1),part=exact-first;for(let i=0;i<people*2;i+=2){let[a,b]=[first*people*2+i,next*people*2+i],gone=numbers[a]===-32768,going=gone||numbers[b]===-32768;for(let k of[0,1]){let value=going?
numbers[a+k]:numbers[a+k]*(1-part)+numbers[b+k]*part;into[i+k]=gone?NaN:origin[k]+unit*value}}return into}return{people,length:(frames-1)*seconds,out,at,left(time){let by={};for(let{exit,at:when}of out)
when<=time&&(by[exit]=(by[exit]??0)+1);return{all:Object.values(by).reduce((a,b)=>a+b,0),by}}}}var EVAC_DENSE=1,EVAC_CROWD=5;function evacCrowd(places,isOut){let cells=new Map,key=(x,y)=>`${Math.floor(x/EVAC_DENSE)},${Math.floor(y/EVAC_DENSE)}`,count=places.length/2;for(let i=0;i<count;i++){if(isOut(
i)||Number.isNaN(places[2*i]))continue;let k=key(places[2*i],places[2*i+1]);cells.has(k)?cells.get(k).push(i):cells.set(k,[i])}let found=new Set;for(let members of cells.values())for(let i of members){
let[x,y]=[places[2*i],places[2*i+1]],near=0;for(let dx=-1;dx<=1;dx++)for(let dy=-1;dy<=1;dy++)for(let j of cells.get(key(x+dx*EVAC_DENSE,y+dy*EVAC_DENSE))??[])j!==i&&Math.hypot(places[2*j]-x,places[2*
j+1]-y)<EVAC_DENSE&&near++;near>=EVAC_CROWD&&found.add(i)}return found}function evacColours(el){let style=getComputedStyle(el),of=name=>style.getPropertyValue(name).trim();return{ground:of("--sunken"),floor:of("--card"),wall:of("--ink"),soft:of("--muted"),line:of("--line\
-strong"),solid:of("--line"),inside:of("--accent"),out:of("--ok"),dense:of("--warn"),stuck:of("--danger"),font:of("--font")}}function evacScene(canvas,plan,colours){let[x0,y0,x1,y1]=plan.bounds,ratio=Math.
min(devicePixelRatio||1,2),width=Math.max(1,Math.round(canvas.clientWidth*ratio)),height=Math.max(1,Math.round(canvas.clientHeight*ratio));(canvas.width!==width||canvas.height!==height)&&([canvas.width,
canvas.height]=[width,height]);let zoom=Math.min(width/(x1-x0),height/(y1-y0)),[left,top]=[(width-zoom*(x1-x0))/2,(height-zoom*(y1-y0))/2];return{width,height,zoom,ratio,colours,x:v=>left+(v-x0)*zoom,
y:v=>top+(v-y0)*zoom}}function evacTrace(pen,view,rings){pen.beginPath();for(let ring of rings)ring.forEach(([x,y],i)=>i?pen.lineTo(view.x(x),view.y(y)):pen.moveTo(view.x(x),view.y(y))),pen.closePath()}
function evacPlan(view,plan){let sheet=document.createElement("canvas");[sheet.width,sheet.height]=[view.width,view.height];let pen=sheet.getContext("2d"),{colours,ratio}=view;pen.fillStyle=colours.ground,
pen.fillRect(0,0,view.width,view.height),evacTrace(pen,view,plan.floor),pen.fillStyle=colours.floor,pen.fill("evenodd"),pen.strokeStyle=colours.wall,pen.lineWidth=2*ratio,pen.lineJoin="round",pen.stroke();
for(let rings of plan.outline)evacTrace(pen,view,rings),pen.fillStyle=colours.solid,pen.fill("evenodd"),pen.strokeStyle=colours.line,pen.lineWidth=ratio,pen.stroke();for(let zone2 of plan.musters)evacTrace(
pen,view,zone2.rings),pen.strokeStyle=colours.out,pen.setLineDash([7*ratio,6*ratio]),pen.lineWidth=2*ratio,pen.stroke(),pen.setLineDash([]);return evacLabels(pen,view,plan),sheet}function evacLabels(pen,view,plan){
let write=(text,[x,y],colour,above=0)=>{pen.fillStyle=colour,pen.fillText(text,view.x(x),view.y(y)+above)},size=Math.max(11,Math.min(15,view.width/view.ratio/46))*view.ratio;pen.font=`500 ${size}px ${view.
colours.font}`,pen.textAlign="center",pen.textBaseline="middle";let rooms=new Set(plan.rooms.map(zone2=>zone2.name));for(let zone2 of plan.rooms)write(zone2.name,zone2.label,view.colours.soft);let roomy=view.
width/view.ratio>=480;for(let zone2 of plan.starts)roomy&&!rooms.has(zone2.name)&&write(zone2.name,zone2.label,view.colours.soft);for(let zone2 of plan.musters){let top=Math.min(...zone2.rings[0].map(
([,y])=>y));write(zone2.name,[zone2.label[0],top],view.colours.out,-.8*size)}}function evacWays(pen,view,plan,closed,smoky){let{colours,ratio}=view;for(let zone2 of plan.smokes)smoky.has(zone2.id)&&(evacTrace(
pen,view,zone2.rings),pen.globalAlpha=.35,pen.fillStyle=colours.soft,pen.fill("evenodd"),pen.globalAlpha=1);let size=Math.max(12,Math.min(16,view.width/ratio/42))*ratio;pen.font=`700 ${size}px ${colours.
font}`,pen.textAlign="center",pen.textBaseline="middle";for(let door of plan.exits){let shut=closed.has(door.id),[[ax,ay],[bx,by]]=door.line;pen.strokeStyle=shut?colours.stuck:colours.out,pen.lineWidth=
5*ratio,pen.lineCap="round",pen.beginPath(),pen.moveTo(view.x(ax),view.y(ay)),pen.lineTo(view.x(bx),view.y(by)),pen.stroke();let text=shut?`${door.name} ×`:door.name,half=pen.measureText(text).width/
2+4*ratio,[dx,dy]=[door.outside[0]-(ax+bx)/2,door.outside[1]-(ay+by)/2],far=Math.hypot(dx,dy)||1,x=view.x((ax+bx)/2)+dx/far*(half+6*ratio),y=view.y((ay+by)/2)+dy/far*1.4*size;pen.fillStyle=shut?colours.
stuck:colours.out;let held=Math.min(Math.max(x,half),view.width-half),above=held===x?0:size+Math.abs(view.y(ay)-view.y(by))/2;pen.fillText(text,held,Math.min(Math.max(y-above,size),view.height-size))}}
function evacPeople(pen,view,places,{isOut,dense,stuck}){let size=Math.max(3*view.ratio,Math.min(.3*view.zoom,7*view.ratio)),groups={inside:[],dense:[],out:[],stuck:[]};for(let i=0;i<places.length/2;i++)
Number.isNaN(places[2*i])||groups[isOut(i)?"out":stuck(i)?"stuck":dense.has(i)?"dense":"inside"].push(i);for(let[kind,members]of Object.entries(groups)){pen.fillStyle=view.colours[kind],pen.strokeStyle=
view.colours.floor,pen.lineWidth=view.ratio,pen.beginPath();for(let i of members){let[x,y]=[view.x(places[2*i]),view.y(places[2*i+1])];pen.moveTo(x+size,y),kind==="out"?pen.arc(x,y,size*.85,0,2*Math.PI):
kind==="inside"?pen.arc(x,y,size,0,2*Math.PI):evacShape(pen,kind,x,y,size)}pen.fill(),pen.stroke()}}function evacShape(pen,kind,x,y,size){if(kind==="stuck"){pen.rect(x-size,y-size,2*size,2*size);return}
pen.moveTo(x+1.3*size,y),pen.lineTo(x,y+1.3*size),pen.lineTo(x-1.3*size,y),pen.lineTo(x,y-1.3*size),pen.closePath()}var MAP_SPEEDS=[1,2,4,8],MAP_JUMP=5,MAP_ROWS=8,LEGEND=[["inside","在里面"],["dense","拥挤"],["out","已走出"],["stuck","没有出来"]],evacClock=seconds=>`${Math.floor(seconds/60)}:${String(Math.
floor(seconds%60)).padStart(2,"0")}`;function mapPicture(el,canvas,plan,again){let view=null,sheet,places=new Float64Array(0),redraw2=()=>{view=null,again()},watch=new ResizeObserver(redraw2),themes=new MutationObserver(
redraw2);return watch.observe(canvas),themes.observe(document.documentElement,{attributes:!0,attributeFilter:["data-theme"]}),themes.observe(document.body,{attributes:!0,attributeFilter:["data-jp-them\
e-light"]}),{paint(now,{tracks,exits,smokes}){if(!canvas.clientWidth)return;(!view||canvas.width!==Math.round(canvas.clientWidth*view.ratio))&&(view=evacScene(canvas,plan,evacColours(el)),sheet=evacPlan(
view,plan));let pen=canvas.getContext("2d"),begun=items=>new Set(items.filter(item=>item.at<=now).map(item=>item.id));if(pen.drawImage(sheet,0,0),evacWays(pen,view,plan,begun(exits),begun(smokes)),!tracks)
return;places.length!==tracks.people*2&&(places=new Float64Array(tracks.people*2));let isOut=i=>{var _a;return(((_a=tracks.out[i])==null?void 0:_a.at)??1/0)<=now},stuck=i=>{var _a;return now>=tracks.length&&
((_a=tracks.out[i])==null?void 0:_a.at)===1/0};evacPeople(pen,view,tracks.at(now,places),{isOut,stuck,dense:evacCrowd(places,isOut)})},stop(){watch.disconnect(),themes.disconnect()}}}function mapWords(plan){
let counts=h("p",{class:"evac-counts"}),news=h("p",{class:"evac-news",hidden:!0});return{counts,news,show(now,{tracks,marks}){var _a;let left=tracks?tracks.left(now):{all:0,by:{}},doors=plan.exits.map(
door=>`${door.name} ${left.by[door.id]??0} 人`).join("，");setWords(counts,tracks?`里面还有 ${tracks.people-left.all} 人；已走出：${doors}`:"还没有结果。");let mark=((_a=lastWhere(marks,
each=>each.at<=now))==null?void 0:_a.text)??"";return setWords(news,mark),news.hidden=!mark,counts.textContent}}}function mapTable(plan,tracks){let every=Math.max(5,Math.ceil(tracks.length/MAP_ROWS/5)*
5),moments=Array.from({length:Math.floor(tracks.length/every)+1},(_,i)=>i*every);(last(moments)??0)<tracks.length&&moments.push(tracks.length);let heads=["时间","里面还有",...plan.exits.map(door=>door.
name)];return h("table",null,h("caption",{class:"anpei-spoken"},"各时刻的人数"),h("thead",null,h("tr",null,...heads.map(name=>h("th",{scope:"col"},name)))),h("tbody",null,...moments.map(moment=>{
let left=tracks.left(moment);return h("tr",null,h("th",{scope:"row"},evacClock(moment)),h("td",null,String(tracks.people-left.all)),...plan.exits.map(door=>h("td",null,String(left.by[door.id]??0))))})))}
function mapControls(player,length){let toggle=h("button",{type:"button",class:"anpei-button evac-play",onclick:()=>player.run(!player.state.playing)}),scrub=h("input",{type:"range",min:0,max:1,step:.25,
value:0,"aria-label":"时间",oninput:()=>{player.leave(),player.seek(Number(scrub.value))}}),speed=h("select",{class:"evac-speed","aria-label":"播放速度",onchange:()=>{player.state.factor=Number(
speed.value)}},...MAP_SPEEDS.map(x=>h("option",{value:x,selected:x===player.state.factor},`${x} 倍`))),back=h("button",{type:"button",class:"anpei-button evac-follow",hidden:!0,onclick:()=>player.follow()},
"回到演练时间"),time=h("output",{class:"evac-time"});return{parts:[toggle,scrub,time,speed,back],scrub,look(){toggle.replaceChildren(player.state.playing?"暂停":"播放"),toggle.disabled=scrub.
disabled=speed.disabled=length()===null,scrub.max=String(length()??1),back.hidden=!player.hasClock()||player.state.live},show(words){let{now,playing}=player.state;(document.activeElement!==scrub||playing)&&
(scrub.value=String(now)),setWords(time,`${evacClock(now)} / ${evacClock(length()??0)}`),scrub.setAttribute("aria-valuetext",`${evacClock(now)}，${words}`)}}}function evacuationMap(plan,{driven=!1}={}){
let answer={tracks:null,marks:[],exits:[],smokes:[]},length=()=>{var _a;return((_a=answer.tracks)==null?void 0:_a.length)??null},player=mapPlayer({length,moved:paint,changed:()=>controls.look()}),controls=mapControls(
player,length),words=mapWords(plan),canvas=h("canvas",{class:"evac-canvas",role:"img","aria-label":`${plan.title}平面图`}),table=h("div",{class:"evac-table"}),el=h("figure",{class:"evac-map",onkeydown:keys},
canvas,words.news,h("div",{class:"evac-controls",hidden:driven},controls.parts),words.counts,h("ul",{class:"evac-legend"},LEGEND.map(([kind,name])=>h("li",{class:`is-${kind}`},name))),h("details",{class:"\
evac-words"},h("summary",null,"用表格看"),table));canvas.style.aspectRatio=`${plan.bounds[2]-plan.bounds[0]} / ${plan.bounds[3]-plan.bounds[1]}`;let picture=mapPicture(el,canvas,plan,paint);function paint(){
controls.show(words.show(player.state.now,answer)),picture.paint(player.state.now,answer)}function keys(event){let{target,key}=event,way={ArrowLeft:-1,ArrowRight:1}[key];if(!(target!==el&&target!==canvas&&
target!==controls.scrub)){if(key===" ")player.run(!player.state.playing);else if(way&&target!==controls.scrub)player.leave(),player.seek(player.state.now+way*MAP_JUMP);else return;event.preventDefault()}}
return player.run(!1),paint(),{el,follow:player.follow,seek:player.seek,run:player.run,show(buffer,{happened=[],inputs={},keep=!1}={}){let tracks=readTracks(buffer);Object.assign(answer,{tracks,marks:happened,
exits:inputs.exits??[],smokes:inputs.smokes??[]}),table.replaceChildren(mapTable(plan,tracks)),player.arrive(keep)},now:()=>player.state.now,stop(){player.stop(),picture.stop()}}}async function fetchTracks(run){
let answer=await fetch(`${baseUrl()}api/evacuation/runs/${run}/tracks`,{credentials:"same-origin"});if(!answer.ok)throw new Error(`tracks: ${answer.status}`);return answer.arrayBuffer()}var PEOPLE_AGAIN=700,PEOPLE_CALM=900;function peopleWords({summary,inputs},going){if(!inputs.cues.length)return"还没有人起身：没有报警，也没有下令。";let{muster,stranded}=summary,so=going?
"照现在的情况":"照这次发生的事",minutes=seconds=>Math.round(seconds/6)/10;return stranded.high?`${so}，会有 ${stranded.low} 至 ${stranded.high} 人走不出来。`:muster?`${so}，第 ${minutes(
muster.p5)} 至 ${minutes(muster.p95)} 分钟全部走到集合点。`:""}function peopleMap(place,now){let map=null,moment=0,shown2=0;return{there:()=>map!==null,shown:()=>shown2,make(plan){map=evacuationMap(
plan,{driven:!now}),place.replaceChildren(map.el)},show(buffer,data){map&&(map.show(buffer,{happened:data.happened,inputs:data.inputs,keep:shown2>0}),!shown2&&now&&map.follow(()=>now()/1e3),now||map.seek(
moment),shown2=data.run)},at(ms){moment=ms/1e3,map==null||map.seek(moment)},stop:()=>map==null?void 0:map.stop()}}function drillPeople(run,{now,present:present2}={}){let place=h("div",{class:"people-m\
ap"}),words=h("p",{class:"people-words",role:"status"}),note=h("p",{class:"people-note"},"这是模型按已发生的事推算的一种可能，不影响演练计分。后面的部分假定再没有新情况。"),
el=h("div",{class:"people"},words,place,note),map=peopleMap(place,now),[timer,wanted,stopped,absent]=[0,0,!1,!1];function say(text){setWords(words,text),words.hidden=!text}async function ask(){clearTimeout(
timer);let{status,data}=await api(`api/evacuation/drills/${run}`,{method:"POST",body:{plan:!map.there()}});if(stopped)return;let known=status===200&&data.state!=="none";if((status===200||status===403)&&
(present2==null||present2(known)),status===0||status>=500)return again();absent=status===403||data.state==="none",known&&await take(data)}async function take(data){if(data.state==="missing"||data.state===
"failed"||data.state==="cancelled")return say(data.words);if(data.plan&&!map.there()&&map.make(data.plan),data.state!=="done")return map.shown()||say("正在推算人怎么走…"),again();if(data.run===
map.shown())return;let buffer=await fetchTracks(data.run).catch(()=>null);stopped||!buffer||(map.show(buffer,data),say(peopleWords(data,!!now)))}function again(){clearTimeout(timer),timer=setTimeout(ask,
PEOPLE_AGAIN)}return ask(),{el,update(){clearTimeout(wanted),absent||(wanted=setTimeout(ask,PEOPLE_CALM))},at:map.at,stop(){stopped=!0,clearTimeout(timer),clearTimeout(wanted),map.stop()}}}function planOrPeople(plan,run,now){
let tab=(words,on)=>h("button",{type:"button","aria-pressed":String(on)},words),[first,second]=[tab("平面图",!0),tab("人员推演",!1)],tabs=h("div",{class:"people-tabs",role:"group","aria-label":"\
看什么",hidden:!0},first,second),people=drillPeople(run,{now,present:is=>{tabs.hidden=!is}});people.el.hidden=!0;let choose=on=>{var _a;[plan.hidden,people.el.hidden]=[on,!on],(_a=plan.closest(".co\
nsole-scene"))==null||_a.classList.toggle("has-people",on),first.setAttribute("aria-pressed",String(!on)),second.setAttribute("aria-pressed",String(on))};return first.addEventListener("click",()=>choose(
!1)),second.addEventListener("click",()=>choose(!0)),{el:h("div",{class:"people-place"},tabs,plan,people.el),update:people.update,at:people.at,stop:people.stop}}var SILENCE=6e3,REOPEN=1e3;function followRun(path,hooks){let source=null,heard=performance.now(),since=performance.now(),closed=!1,opening=0;function alive(event){heard=since=performance.now();let data=JSON.
parse(event.data);return data.now&&server.heard(data.now),hooks.link("ok"),data}function open(){source==null||source.close(),heard=performance.now(),source=new EventSource(baseUrl()+path,{withCredentials:!0}),
source.addEventListener("view",event=>hooks.view(alive(event))),source.addEventListener("beat",event=>{var _a;let data=alive(event);(_a=hooks.beat)==null||_a.call(hooks,data)}),source.addEventListener(
"error",()=>{var _a;hooks.link(performance.now()-since>SILENCE?"off":"slow"),source.readyState===EventSource.CLOSED&&((_a=hooks.lost)==null||_a.call(hooks),again())})}function again(){clearTimeout(opening),
closed||(opening=setTimeout(open,REOPEN))}let watch=setInterval(()=>{performance.now()-since>SILENCE&&hooks.link("off"),performance.now()-heard>SILENCE&&open()},REOPEN);return open(),()=>{closed=!0,clearInterval(
watch),clearTimeout(opening),source==null||source.close()}}var FIRST=6e3,SILENCE2=45e3,ASIDE=3e4,INSTEAD=3e3,REOPEN2=1e3,soon=()=>REOPEN2+Math.random()*2*REOPEN2;function asking2(told2){let timer=0;async function ask(){let{status,data}=await api("api/emergenc\
y",{patience:8e3});timer&&(status===200&&told2(data.emergency),later(document.hidden||status===401||status===403?ASIDE:INSTEAD))}function later(wait){clearTimeout(timer),timer=setTimeout(ask,wait+Math.
random()*REOPEN2)}function rest(){clearTimeout(timer),timer=0}return{later,rest,goes:()=>timer!==0}}function followEmergency(told2){let source=null,[opening,quiet]=[0,0],over=!1,instead=asking2(told2);
function heard(){clearTimeout(quiet),instead.rest(),quiet=setTimeout(lost,SILENCE2)}function open(){if(close(),document.hidden)return instead.later(ASIDE);quiet=setTimeout(lost,FIRST),source=new EventSource(
`${baseUrl()}api/emergency/events`),source.addEventListener("emergency",event=>{heard();let{emergency,now}=JSON.parse(event.data);server.heard(now),told2(emergency)}),source.addEventListener("beat",heard),
source.addEventListener("error",lost)}function close(){source==null||source.close(),source=null,[opening,quiet].forEach(clearTimeout)}function lost(){close(),!over&&(opening=setTimeout(open,soon()),instead.
goes()||instead.later(INSTEAD))}return document.addEventListener("visibilitychange",open),addEventListener("pagehide",close),open(),()=>{over=!0,close(),instead.rest(),document.removeEventListener("vi\
sibilitychange",open),removeEventListener("pagehide",close)}}var zone=()=>document.body.dataset.zone||void 0;function shown(ms){let format=new Intl.DateTimeFormat("en-US",{timeZone:zone(),hourCycle:"h23",year:"numeric",month:"numeric",day:"numeric",hour:"2-digi\
t",minute:"2-digit",second:"2-digit"});return Object.fromEntries(format.formatToParts(ms).map(({type,value})=>[type,value]))}function timeOfDay(ms){let{hour,minute}=shown(ms);return`${hour}:${minute}`}
function dayAndTime(ms){let{month,day}=shown(ms);return`${month}月${day}日 ${timeOfDay(ms)}`}var made=null;function audio(){let Audio=window.AudioContext??window.webkitAudioContext;return!made&&Audio&&(made=new Audio),made}function whenAllowed(sound){let context=audio();if(!context)return()=>{};
let over=!1,moments=["pointerdown","keydown","touchend"],stop=()=>{over=!0,moments.forEach(name=>removeEventListener(name,wake,!0))},go=()=>{over||context.state!=="running"||(stop(),sound(context))},wake=()=>{
context.resume().then(go,()=>{})};return moments.forEach(name=>addEventListener(name,wake,!0)),context.state==="running"?go():wake(),stop}function voice(context,type,loud){let tone=context.createOscillator(),
volume=context.createGain();return tone.type=type,volume.gain.value=loud,tone.connect(volume).connect(context.destination),{tone,volume}}function siren({heard=()=>{},loud=.5}={}){let silence=()=>{},wait=whenAllowed(
context=>{let{tone}=voice(context,"square",loud),at=context.currentTime,sweep=()=>{for(;at<context.currentTime+60;)tone.frequency.setValueAtTime(620,at),tone.frequency.linearRampToValueAtTime(1240,at+
.5),tone.frequency.linearRampToValueAtTime(620,at+2*.5),at+=2*.5};sweep();let ahead=setInterval(sweep,2e4);tone.start(),silence=()=>{clearInterval(ahead),tone.stop(),tone.disconnect()},heard()});return()=>{
wait(),silence(),silence=()=>{}}}var ANSWER_WAIT=8e3,SHAKE=[600,200,600,200,600,800],FOLDED="anpei-emergency-folded";async function goWhenThere(path,complain){let{status}=await api("api/kiosk/state",{patience:ANSWER_WAIT});status&&status<
500?location.assign(`${baseUrl()}${path}`):complain("连不上服务器，请稍后再试。")}function redPage(root,emergency,{folds=!1,folded=!1,news=!1,taken}){let complain=words=>problem.textContent=
words,problem=h("p",{class:"emergency-problem",role:"alert"}),own=h("div",{class:"emergency-own"}),quiet=h("button",{type:"button",hidden:!0,onclick:()=>sound.stop()},"静音"),sound=soundButton(sounds=>quiet.
hidden=!sounds),fold=folds?h("button",{type:"button",class:"emergency-aside",onclick:()=>aside(!0)},"收起，继续用这一页"):null,page=h("dialog",{class:"emergency-page",role:"alertdialog","aria\
-labelledby":"emergency-title","aria-describedby":"emergency-text"},h("div",{class:"emergency-inner"},icon("siren"),h("h1",{id:"emergency-title",tabindex:"-1",autofocus:!0},"真实险情，不是演练"),
h("p",{id:"emergency-text",class:"emergency-text"},emergency.text),h("p",{class:"emergency-lead"},"停下手上的事，沿疏散指示走最近的安全出口，不乘电梯，不回头拿东西。听现场指挥。"),
wayTo(emergency.points??[]),phones(emergency.phones??[]),own,h("div",{class:"emergency-end"},sound.el,fold),h("p",{class:"emergency-meta"},`${timeOfDay(emergency.raised)} 由 ${emergency.by} 发出`),
problem)),bar=h("div",{class:"emergency-bar",role:"alert"},icon("siren"),h("p",null,h("strong",null,"真实险情"),emergency.text),quiet,h("button",{type:"button",onclick:()=>aside(!1)},"集合点和电话")),
key=String(emergency.id);function aside(small2){folds&&small2!==folded&&remember(FOLDED,small2?key:"",{tab:!0}),small2?(sound.stop(),page.remove(),root.prepend(bar),document.body.classList.add("has-em\
ergency-bar")):(gone(),root.append(page),page.showModal()),dispatchEvent(new Event("resize"))}function gone(){bar.remove(),document.body.classList.remove("has-emergency-bar")}page.addEventListener("ca\
ncel",event=>event.preventDefault()),page.addEventListener("close",()=>page.isConnected&&page.showModal());let small=folded||folds&&recall(FOLDED,{tab:!0})===key;return aside(small),(!small||folded&&news)&&
sound.start(),{allow({emergency:{watch,roll},may_clear}){own.replaceChildren(...[watch?watchLink(watch,complain):null,roll?liveRoll({id:emergency.id,roll},complain):null,may_clear?h("div",{class:"emer\
gency-clear"},clearButton(emergency.id,taken,complain)):null].filter(each=>each!==null))},close(){sound.stop(),page.remove(),gone(),dispatchEvent(new Event("resize"))}}}function wayTo(points){return points.
length?h("div",{class:"emergency-points"},h("h2",null,"到集合点，等候点名"),h("ul",null,...points.map(({name,place})=>h("li",null,h("strong",null,name),place?h("span",null,place):null)))):h("\
p",{class:"emergency-points is-none"},"到厂区空旷的上风处集合，等候点名。")}function phones(lines){let own=lines.map(line=>{var _a;return[line.replace(/[-+0-9 （）()转]{3,}$/u,"").
trim()||"电话",((_a=line.match(/\+?[0-9][-0-9 ]*/u))==null?void 0:_a[0].trim())??""]});return h("ul",{class:"emergency-phones"},...[["消防","119"],["急救","120"],...own].map(([who,number])=>h("l\
i",null,h("a",{href:`tel:${number.replace(/[- ]/g,"")}`},icon("phone"),h("span",null,who),h("b",null,number)))))}function soundButton(changed){let el=h("button",{type:"button",class:"emergency-aside",
onclick:()=>stopped?start():stop()},"静音"),[stopped,hush,shaking]=[!0,()=>{},0],shake=()=>{var _a;return(_a=navigator.vibrate)==null?void 0:_a.call(navigator,SHAKE)};function start(){stopped=!1,changed(
!0),el.textContent="点一下屏幕，打开警报声",hush=siren({heard:()=>{el.textContent="静音",clearInterval(shaking),shake(),shaking=setInterval(shake,3e3)}})}function stop(){stopped=!0,changed(
!1),hush(),clearInterval(shaking),el.textContent="打开警报声"}return{el,start,stop}}function watchLink({muster,id,point},complain){return h("div",{class:"emergency-rolls"},h("button",{type:"butto\
n",class:"emergency-roll",onclick:()=>goWhenThere(`muster/${muster}/${id}`,complain)},`去清点：${point}`))}function liveRoll({id,roll},complain){let words={none:`开始真实清点（${`全厂在册 ${roll.
expected} 人${roll.visitors?`，访客和承包商 ${roll.visitors} 人`:""}`}）`,open:`去清点：${roll.missing} 人未到`,ended:"看清点结果"}[roll.state],button2=h("button",{type:"button",
class:"emergency-roll",onclick:begin},words),other=roll.state==="none"?h("a",{class:"emergency-other",href:`${baseUrl()}musters?kind=live`},"换名单再开始"):null;async function begin(){var _a;button2.
disabled=!0;let{status,data}=await api("api/emergency/muster",{method:"POST",body:{id}});return status===200?location.assign(`${baseUrl()}muster/${data.muster}`):(complain(status?((_a=data.error)==null?
void 0:_a.message)??"没有成功，请再按一次。":"连不上服务器。请在集合点用纸质名单清点。"),void(button2.disabled=!1))}let older=roll.older?h("a",{class:"emergency-other",href:`${baseUrl()}\
muster/${roll.older.muster}`},`${olderWords(roll.older)}，去看那一次`):null;return h("div",{class:"emergency-rolls"},button2,roll.of?h("p",null,`名单：${roll.of}`):null,other,older)}function olderWords({
title,started}){let minutes=Math.max(1,Math.round((Date.now()-started)/6e4)),age=minutes<120?`${minutes} 分钟`:minutes<2880?`${Math.round(minutes/60)} 小时`:`${Math.round(minutes/1440)} 天`;return`\
还有一次没结束的真实清点“${title}”，${age}前开始`}function clearButton(id,taken,complain){let button2=h("button",{type:"button",class:"emergency-button"},"险情已处置，解除"),
asked=-1/0;return button2.addEventListener("click",async()=>{if(performance.now()-asked>6e3){asked=performance.now(),button2.textContent="再点一次，确认解除",setTimeout(()=>button2.textContent=
"险情已处置，解除",6e3);return}button2.disabled=!0;let answer=await api("api/emergency",{method:"DELETE",body:{id}});answer.status===200?taken(answer.data):complain(told(answer)),button2.disabled=
!1}),button2}var EMERGENCY_HOLD=1200,EMERGENCY_NEWS="anpei-emergency",EMERGENCY_REASONS=["真实起火或冒烟","有人受伤","有害物质泄漏","有人被困或失联"],AGAIN=15e3,SPREAD=3e3,emergencyNews=()=>dispatchEvent(
new Event(EMERGENCY_NEWS));function watchEmergency(root,changed=()=>{},how={}){let page=null,shown2=0,timer=0,asked="",news=!1;async function ask(){clearTimeout(timer);let{status,data}=await api("api/\
emergency",{patience:8e3});status===200&&take(data)}function take(data){if(stand(data.emergency),!data.emergency)return;let may=JSON.stringify([data.emergency.watch,data.emergency.roll,data.may_clear]);
may!==asked&&(page==null||page.allow(data)),asked=may}function stand(emergency){clearTimeout(timer);let id=(emergency==null?void 0:emergency.id)??0;id&&(timer=setTimeout(ask,(id===shown2?AGAIN:0)+Math.
random()*SPREAD));let before=news;news=!0,id!==shown2&&(shown2=id,asked="",page==null||page.close(),page=id?redPage(root,emergency,{...how,news:before,taken:take}):null,changed(emergency??null))}addEventListener(
EMERGENCY_NEWS,ask);let stop=followEmergency(stand);return()=>{stop(),clearTimeout(timer),removeEventListener(EMERGENCY_NEWS,ask),page==null||page.close()}}function emergencyButton(root){return h("but\
ton",{type:"button",class:"emergency-open",onclick:()=>emergencySheet(root)},icon("siren"),"真实险情")}function emergencySheet(root){let reason=h("input",{class:"emergency-reason",maxlength:"200",
"aria-label":"险情说明",placeholder:"发生了什么，在哪里"}),problem=h("p",{class:"emergency-problem",role:"alert"}),quick=EMERGENCY_REASONS.map(words=>h("button",{type:"button",class:"emer\
gency-quick",onclick:()=>{reason.value=words,hold.focus()}},words)),hold=holdButton("按住一秒，发出险情",raise),sheet=h("dialog",{class:"emergency-sheet","aria-labelledby":"emergency-ask"},h(
"h2",{id:"emergency-ask"},icon("siren"),"真实险情"),h("p",null,"所有演练立即终止，所有终端变成红屏。先打 119、120，再操作这里。"),h("div",{class:"emergency-quicks"},...quick),
reason,problem,h("div",{class:"emergency-sheet-buttons"},h("button",{type:"button",class:"emergency-cancel",onclick:()=>sheet.close()},"不是，返回"),hold));async function raise(){var _a;let text=reason.
value.trim();if(!text)return problem.textContent="请先选一条或写一句险情说明。",reason.focus();let{status,data}=await api("api/emergency",{method:"POST",body:{text}});if(status!==200){problem.
textContent=status?((_a=data.error)==null?void 0:_a.message)??"没有成功，请再按一次。":"连不上服务器。请口头中止演练，按应急预案行动。";return}return sheet.close(),emergencyNews()}
return sheet.addEventListener("close",()=>sheet.remove()),root.append(sheet),sheet.showModal(),sheet}function holdButton(words,act2){let label=h("span",null,words),button2=h("button",{type:"button",class:"\
emergency-hold","aria-label":`${words}；也可以连点两次`},label),timer=0,tapped=-1/0,done=!1,let_go=()=>{clearTimeout(timer),button2.classList.remove("is-held")};return button2.addEventListener(
"pointerdown",()=>{done=!1,button2.classList.add("is-held"),timer=setTimeout(()=>{done=!0,let_go(),act2()},EMERGENCY_HOLD)}),["pointerup","pointerleave","pointercancel"].forEach(name=>button2.addEventListener(
name,let_go)),button2.addEventListener("contextmenu",event=>event.preventDefault()),button2.addEventListener("click",()=>done?void(done=!1):performance.now()-tapped<4e3?(tapped=-1/0,label.textContent=
words,act2()):(tapped=performance.now(),label.textContent="再点一次就发出",setTimeout(()=>label.textContent=words,4e3))),button2}var RUN_WORDS={waiting:"等待就位",running:"进行中",paused:"已暂停",ended:"已结束"},END_WORDS={complete:"演练完成",time:"到达时限",stopped:"导调终止",left:"参演人员离开",
real:"真实险情，演练中止",abandoned:"长时间没有动静，自动结束"},VERDICT_WORDS={wrong:"不是最佳",forbidden:"禁忌动作"},NODE_WORDS={waiting:"未开放",open:"作答中",done:"\
已定",timeout:"超时",skipped:"未触发",cut:"没答完"},button=(words,attrs,name)=>h("button",{type:"button",...attrs,class:`console-button ${attrs.class??""}`},name?icon(name):null,words),pill=(tone,words)=>h(
"span",{class:`console-pill is-${tone}`},words),byName=(a,b)=>a.name.localeCompare(b.name,"zh",{numeric:!0});function kioskState(kiosk){return kiosk.online?kiosk.run?pill("busy","演练中"):kiosk.seat?
pill("ok",`${kiosk.seat.name} 已就位`):pill("idle","空闲"):pill("off","离线")}var resultWords=({result,how})=>h("span",{class:"console-result"},`${["complete","time"].includes(how)?`${result.percent}\
 分${result.percent===result.reckoned?"":`（更正前 ${result.reckoned} 分）`}，${result.passed?"合格":"不合格"}`:"没有演完，不计成绩"}；答对 ${result.right} / ${result.asked}，耽\
误 ${result.lost} 秒，禁忌动作 ${result.forbidden} 次`);function nodeRow(node,i,corrections){var _a;let corrected=corrections.find(each=>each.node===node.id),told2=node.choice?`${node.letter} ${node.
choice}${node.delayed?"（网络中断，按点选时刻计）":""}`:"",time=node.status==="open"?h("span",{class:"console-left","data-left":node.left},""):h("span",null,node.choice?`${node.elapsed} 秒`:
NODE_WORDS[node.status]);return h("li",{class:`console-node is-${node.status}`},h("b",null,String(i+1)),h("div",null,h("p",null,h("em",null,node.role),node.question),told2||node.who?h("p",{class:"cons\
ole-choice"},node.verdict?h("strong",{class:`console-verdict is-${node.verdict}`},VERDICT_WORDS[node.verdict]):null,told2," ",h("span",{class:"console-who"},node.who)):null,(_a=node.evaluated)!=null&&
_a.length?h("p",{class:"console-evaluated"},h("strong",null,"评估员在看："),node.evaluated.join("；")):null,corrected?h("p",{class:"console-corrected"},`得分更正为 ${corrected.points} / ${corrected.
most}：${corrected.reason}`):null),time)}function injectRow(inject,send,live){let state={sent:pill("ok",`已下发 ${clockText(inject.at??0)}`),skipped:pill("idle","未触发")}[inject.status];return h(
"li",{class:`console-inject is-${inject.status}`},icon(inject.channel),h("p",{class:"console-inject-head"},`${inject.from} → ${inject.to} · ${inject.when}`),state??button("下发",{disabled:!live,onclick:()=>send(
inject.id),"aria-label":`立即下发：${inject.text}`},"send"),h("p",null,inject.text),h("p",{class:"console-expect"},`期望：${inject.expect}`))}var eventRow=event=>h("li",{class:`is-${event.tone}`,
"data-seq":event.seq},h("time",null,clockText(event.at)),h("span",null,event.text));function dealRoles(roles,devices){let dealt=new Map(devices.map(device=>[device,[]]));return roles.forEach((role,i)=>{var _a;return(_a=dealt.get(devices[i%devices.length]))==null?void 0:_a.push(role.id)}),
dealt}function startProblem(scenario,seats){return!scenario||!seats.length?"请先选至少一台终端。":seats.some(seat=>!seat.roles.length)?"每台终端至少要有一个角色。":""}function silenceWords(silent){
return silent===null?"没有联系过":silent<5e3?"刚刚":silent<9e4?`${Math.round(silent/1e3)} 秒前`:`${Math.round(silent/6e4)} 分钟前`}function memberAt(view,device){let here2=view.members.filter(
member=>member.device===device);return lastWhere(here2,member=>member.present)??last(here2)}function secondsToNext(view,now){return(view==null?void 0:view.status)==="running"&&view.next!==null?Math.max(
0,Math.ceil((view.next-now)/1e3)):0}var PAD_SIZE={width:600,height:200,step:4};function signingPad(changed=()=>{}){let line=svgEl("path",{d:""}),el=svgEl("svg",{class:"anpei-pad",viewBox:`0 0 ${PAD_SIZE.width} ${PAD_SIZE.height}`,role:"\
img","aria-label":"签名区，用手指或笔写上姓名"},svgEl("path",{class:"anpei-pad-rule",d:`M30 160H${PAD_SIZE.width-30}`}),line),words=[],last2=[0,0],within=(value,from,size,most)=>Math.max(
0,Math.min(most,Math.round((value-from)/size*most))),at=event=>{let box=el.getBoundingClientRect();return[within(event.clientX,box.left,box.width,PAD_SIZE.width),within(event.clientY,box.top,box.height,
PAD_SIZE.height)]},add=(letter,[x,y])=>{words.push(`${letter}${x} ${y}`),last2=[x,y],line.setAttribute("d",words.join("")),changed()};return el.addEventListener("pointerdown",event=>{event.preventDefault(),
el.setPointerCapture(event.pointerId),add("M",at(event))}),el.addEventListener("pointermove",event=>{if(!el.hasPointerCapture(event.pointerId))return;let point=at(event);Math.hypot(point[0]-last2[0],point[1]-
last2[1])>=PAD_SIZE.step&&add("L",point)}),{el,path:()=>words.join(""),ready:()=>words.filter(word=>word.startsWith("L")).length>=4,clear(){words=[],line.setAttribute("d",""),changed()}}}var field=(words,control)=>h("label",{class:"console-field"},h("span",null,words),control),choice=(label,options,attrs={})=>h("select",{class:"console-input","aria-label":label,...attrs},...options.map(
([value,words])=>h("option",{value},words))),controlsOf=form=>all(form,"textarea, select, input, button");function offer(select,options){let key=JSON.stringify(options);if(select.dataset.key===key)return;
let kept=select.value;select.dataset.key=key,select.replaceChildren(...options.map(([value,words])=>h("option",{value},words))),options.some(([value])=>value===kept)&&(select.value=kept)}function dialogOf(root,cls,title,...body){
let id=`console-${cls}`,dialog=h("dialog",{class:`console-dialog is-${cls}`,"aria-labelledby":id},h("h2",{id},title),...body);return dialog.addEventListener("close",()=>dialog.remove()),root.append(dialog),
dialog.showModal(),dialog}function confirmStop(root,stop){let dialog=dialogOf(root,"stop","终止这次演练？",h("p",null,"所有终端会立即停下，这一次不计入培训档案。现场出了真事，请用“真实险情”。"),
h("div",{class:"console-dialog-buttons"},button("继续演练",{onclick:()=>dialog.close(),autofocus:!0}),button("终止演练",{class:"is-danger",onclick:()=>[dialog.close(),stop()]},"stop")))}function adhocForm(act2){
let text=h("textarea",{class:"console-input",rows:"2",maxlength:"300","aria-label":"临时情景信息",placeholder:"临时情景信息"}),to=choice("发给谁",[["","全体"]]),channel=choice("通报方式",
Object.entries(CHANNELS)),from=h("input",{class:"console-input",maxlength:"20",placeholder:"导调"}),expect=h("input",{class:"console-input",maxlength:"120",placeholder:"希望他们怎样反应"}),what=choice(
"现场变化",[["","不变"]],{onchange:()=>drawValue()}),value=h("span",{class:"console-value"}),more=h("details",{class:"console-more"},h("summary",null,"更多：来自谁、期望、现场变化"),
h("div",{class:"console-more-body"},field("来自",from),field("期望行动",expect),field("现场变化",h("span",{class:"console-effect"},what,value)))),send=h("button",{class:"console-button",type:"\
submit"},icon("send"),"下发"),el=h("form",{class:"console-message",onsubmit:submit},text,h("div",{class:"console-row"},to,channel,send),more),hands=[];function drawValue(){let hand=hands.find(each=>each.
id===what.value);value.replaceChildren(hand?hand.kind==="switch"?choice("变成",[["true","是"],["false","否"]]):h("input",{class:"console-input",type:"number",min:hand.min,max:hand.max,value:hand.value,
"aria-label":`${hand.words}变成`}):""),(hand==null?void 0:hand.kind)==="switch"&&(one(value,"select").value=String(!hand.value))}function effects(){var _a;let hand=hands.find(each=>each.id===what.value),
raw=(_a=value.firstElementChild)==null?void 0:_a.value;return hand?{set:{[hand.id]:hand.kind==="switch"?raw==="true":Math.round(Number(raw))}}:{}}async function submit(event){if(event.preventDefault(),
!text.value.trim())return text.focus();let told2={text:text.value.trim(),to:to.value?[to.value]:[],channel:channel.value,from:from.value.trim(),expect:expect.value.trim(),...effects()};await act2("mes\
sage",told2)&&(text.value=expect.value=what.value="",drawValue(),more.open=!1)}return{el,update(view){hands=view.by_hand,offer(to,[["","全体"],...view.roles.map(role=>[role.id,role.title])]),offer(what,
[["","不变"],...hands.map(hand=>[hand.id,hand.words])]),controlsOf(el).forEach(control=>control.disabled=view.status!=="running")}}}function noteForm(note){let text=h("input",{class:"console-input",
maxlength:"300","aria-label":"观察记录",placeholder:"观察到什么"}),about=choice("关于",[["","全场"]]),send=h("button",{class:"console-button",type:"submit"},icon("pencil"),"记下"),el=h(
"form",{class:"console-note",onsubmit:submit},text,h("div",{class:"console-row"},about,send));async function submit(event){if(event.preventDefault(),!text.value.trim())return text.focus();let[kind,id]=about.
value.split(":");await note({text:text.value.trim(),...id?{[kind]:id}:{}})&&(text.value="")}return{el,update(view){let seen=view.nodes.map((node,i)=>[node,i]).filter(([node])=>!["waiting","skipped"].includes(
node.status));offer(about,[["","全场"],...view.members.map(m=>[`member:${m.person}`,m.name]),...seen.map(([node,i])=>[`node:${node.id}`,`决策 ${i+1}（${node.role}）`])]),controlsOf(el).forEach(control=>control.
disabled=!!view.signed)}}}function rolesDialog(root,view,act2){let present2=view.members.filter(member=>member.present),holder=role=>view.members.find(member=>member.person===role.holder),rows=view.roles.
map(role=>{let held=holder(role),options=[...held!=null&&held.present?[]:[["",held?`${held.name}（已离开）`:"无人担当"]],...present2.map(m=>[m.person,m.name])],select=choice(`${role.title}由谁担\
当`,options,{onchange:async()=>{select.value&&!await act2("move",{role:role.id,to:select.value})&&(select.value=role.holder)}});return select.value=held!=null&&held.present?role.holder:"",field(role.
title,select)}),free=view.kiosks.filter(kiosk=>kiosk.online&&!kiosk.run),extra=choice("增加一台终端",free.map(kiosk=>[kiosk.id,kiosk.seat?`${kiosk.name}（${kiosk.seat.name}）`:kiosk.name])),dialog=dialogOf(
root,"roles","调整角色",h("p",null,"有人离开时，把他的角色交给别人。正在问他的问题会重新计时，问接手的人。"),h("div",{class:"console-role-rows"},...present2.length?
rows:[h("p",{class:"console-empty"},"还没有人就位。")]),h("h3",null,"替补"),free.length?h("div",{class:"console-row"},extra,button("叫入这台终端",{onclick:async()=>await act2("seat",{device:extra.
value})&&dialog.close()})):h("p",{class:"console-empty"},"没有空闲的终端。替补可在参演人员离开后，用他的终端就位。"),h("div",{class:"console-dialog-buttons"},button("完成",
{class:"is-primary",onclick:()=>dialog.close()})))}function signDialog(root,me,sign){let name=h("input",{class:"console-input",maxlength:"40",value:me,autocomplete:"off"}),remark=h("textarea",{class:"\
console-input",rows:"2",maxlength:"500",placeholder:"可不写"}),pad=signingPad(),problem=h("p",{class:"console-problem",role:"alert"}),dialog=dialogOf(root,"sign","签字归档",h("p",null,"签字后，这次演练\
的记录不能再改，也不能再加观察。"),field("导调",name),h("span",{class:"console-field-name"},"手写签名（可不写）"),pad.el,field("备注",remark),problem,h("div",{class:"conso\
le-dialog-buttons"},button("返回",{onclick:()=>dialog.close()}),button("重写",{onclick:pad.clear},"erase"),button("签字归档",{class:"is-primary",onclick:async()=>{if(!name.value.trim())return void(problem.
textContent="请写上签字人的姓名。");await sign({name:name.value.trim(),path:pad.ready()?pad.path():"",remark:remark.value.trim()})&&dialog.close()}},"check")))}var ROLL_KEPT="anpei-console-roll",ON_TABLE="桌面演练",rollAsked=({places,rooms,teams,teamless,guests,post})=>{let chosen=rows=>rows.filter(({box})=>box.checked).map(row=>row.id);return{point:chosen(
places),department:chosen(rooms),team:chosen(teams),teamless:teamless.checked,visitors:guests.checked,post}};async function rollCount(asked){let many=["department","post","team"].flatMap(name=>asked[name].
map(id=>[name,id])),query=new URLSearchParams([...many,["teamless",asked.teamless?"1":"0"],["visitors",asked.visitors?"1":"0"]]),{status,data}=await api(`api/musters/expected?${query}`);return status===
200?data.words:"连不上服务器，现在数不出应到人数。"}function rollChoice({points,departments,teams,visitors,choice:choice2}){let on=h("input",{type:"checkbox",onchange:()=>[onTable||remember(
ROLL_KEPT,on.checked?"on":"off"),draw()]}),picks=(rows,chosen)=>rows.map(row=>({...row,box:h("input",{type:"checkbox",checked:chosen.includes(row.id),onchange:draw})})),box=checked=>h("input",{type:"c\
heckbox",checked,onchange:draw}),all2={places:picks(points,choice2.point),rooms:picks(departments,choice2.department),teams:picks(teams,choice2.team),teamless:box(choice2.teamless),guests:box(choice2.
visitors),post:choice2.post},pick=(tick,words)=>h("label",{class:"console-pick"},tick,words),counted=row=>pick(row.box,`${row.name} ${row.people}`),group=(name,...rows)=>h("fieldset",{class:"console-p\
icks"},h("legend",null,name),...rows),table=h("p",{class:"console-hint"},"桌面演练人不离开座位，没有人可清点，所以默认不开。真的要走到集合点，再打开。"),[told2,bare]=[
h("p",{class:"console-hint",role:"status"}),h("p",{class:"console-hint"})],more=h("details",{class:"console-more"},h("summary",null,teams.length?"改集合点、部门和班组":"改集合点和部门"),
h("div",{class:"console-roll-more"},group("集合点",...all2.places.map(row=>pick(row.box,row.name))),group("部门",...all2.rooms.map(counted)),teams.length?group("当班的班组（都不勾，就不分班组）",
...all2.teams.map(counted),pick(all2.teamless,"没有班组的人")):null,pick(all2.guests,`在厂访客和承包商 ${visitors}`))),none=h("p",{class:"console-hint"},"要让警报自动开始清点，请先在",
h("a",{href:`${baseUrl()}musters#points`},"“清点”"),"里登记集合点。"),el=h("section",{class:"console-roll"},h("h2",null,h("b",null,"3"),"清点"),...points.length?[h("label",{class:"conso\
le-pick"},on,h("strong",null,"警报一响，自动开始清点")),table,told2,bare,more]:[none]),[onTable,asked]=[!1,0];async function draw(){let there=all2.places.filter(row=>row.box.checked),unkept=there.
filter(row=>!row.kept).map(row=>row.name).join("、");more.hidden=!on.checked,bare.hidden=!on.checked||!unkept,bare.textContent=`没有固定清点员：${unkept}。清点开始后请在清点总览里指定。`;
let mine=++asked;if(!on.checked)return void(told2.textContent="不自动清点。需要时可在“清点”里手动开始。");let words=await rollCount(rollAsked(all2)),where=there.map(row=>row.name).
join("、")||"还没有选";mine===asked&&(told2.textContent=`${words}集合点：${where}。用时从警报响起算。`)}return{el,show(scenario,kind){el.hidden=!(scenario!=null&&scenario.alarm),onTable=
(kind==null?void 0:kind.form)===ON_TABLE,table.hidden=!onTable,on.checked=!onTable&&recall(ROLL_KEPT)!=="off",points.length&&draw()},value:scenario=>scenario!=null&&scenario.alarm&&points.length&&on.checked?
rollAsked(all2):null}}function rollLine(roll){if(!roll)return null;if(roll.state==="waiting")return h("span",{class:"console-roll-line"},icon("person"),"警报一响，自动开始清点");if(roll.state===
"failed")return h("a",{class:"console-roll-line is-failed",href:`${baseUrl()}musters`,target:"_blank"},icon("person"),`清点没有开始：${roll.words}`);let words=roll.missing?`${roll.missing} 人未到`:
"全员到齐";return h("a",{class:`console-roll-line is-${roll.missing?"missing":"whole"}`,href:`${baseUrl()}muster/${roll.muster}`,target:"_blank"},icon("person"),h("span",null,roll.state==="open"?"\
清点":"清点已结束"),h("b",null,words),h("span",null,`应到 ${roll.expected}`),h("span",{class:"anpei-spoken"},"，在新的标签页打开"))}var WHOLE="";function scorable(view){let nodes=view.nodes.map((node,i)=>[node,i]).filter(([node])=>["done","timeout"].includes(node.status)),whole=view.status==="ended"?[[WHOLE,"整场得分",100]]:[];
return[...nodes.map(([node,i])=>[node.id,`决策 ${i+1}（${node.role}）`,node.most]),...whole]}function scoresDialog(root,view,correct){let known=scorable(view),what=choice("更正哪一项",known.map(
([id,words])=>[id,words]),{onchange:show}),points=h("input",{class:"console-input",type:"number",min:"0",step:"1",inputmode:"numeric"}),reason=h("input",{class:"console-input",maxlength:"200",placeholder:"\
例如：终端卡住，没能按时送出"}),most=h("span",null),problem=h("p",{class:"console-problem",role:"alert"}),undo=button("撤回更正",{onclick:()=>send(null)},"erase"),standing=()=>view.corrections.
find(each=>each.node===what.value),limit=()=>known.find(([id])=>id===what.value)[2];function show(){var _a;most.textContent=`计多少分（0 到 ${limit()}）`,points.max=String(limit()),points.value=
String(((_a=standing())==null?void 0:_a.points)??limit()),undo.hidden=!standing(),problem.textContent=""}async function send(value){if(value!==null&&!(Number.isInteger(value)&&value>=0&&value<=limit()))
return problem.textContent=`得分要是 0 到 ${limit()} 之间的整数。`,points.focus();if(!reason.value.trim())return problem.textContent="请写明理由，它会记进日志和报告。",reason.
focus();await correct({node:what.value,points:value,reason:reason.value.trim()})&&dialog.close()}let dialog=dialogOf(root,"scores","更正得分",h("p",null,"设备出了问题，系统记的分不公道时用。选择和用时照原样留着；决策改为满分，它的禁忌动作\
不再计。签字归档后不能再改。"),field("更正哪一项",what),h("label",{class:"console-field"},most,points),field("理由",reason),problem,h("div",{class:"console-dialog-buttons"},button(
"返回",{onclick:()=>dialog.close()}),undo,button("更正",{class:"is-primary",onclick:()=>send(points.value===""?NaN:Number(points.value))},"check")));show()}var SPEEDS=[.5,1,2,5,10,20],TABS={nodes:"决策",injects:"情景信息",events:"事件"};function kioskRow(kiosk,member,view){let node=member&&view.nodes.find(each=>each.id===member.asked),going=view.
status==="running",over=view.status==="ended",state=over?pill("idle","已结束"):kiosk.online?member?member.present?node?h("span",{class:"console-pill is-asked","data-left":going?node.left:null},going?
"":"作答中"):pill("ok","待命"):pill("off","已离开"):pill("busy","未就位"):pill("off","离线");return h("li",{class:`console-seat-row${kiosk.online||over?"":" is-off"}`},icon("tablet"),h("d\
iv",null,h("p",null,h("strong",null,(member==null?void 0:member.name)??"等人就位"),h("span",null,(member?member.roles:view.planned[kiosk.id])||"没有角色")),h("p",{class:"console-quiet"},kiosk.
name,h("span",{"data-device":kiosk.id},silenceWords(kiosk.silent)))),state)}function deck(view,hooks){let{status}=view,over=status==="ended",speeds=h("div",{class:"console-speeds",role:"group","aria-l\
abel":"演练速度"},...SPEEDS.map(speed=>h("button",{type:"button",class:"console-speed","aria-pressed":String(view.speed===speed),onclick:()=>hooks.act("speed",{factor:speed})},`${speed===.5?"½":speed}\
×`))),skip=button("跳过等待",{disabled:status!=="running"||view.next===null,onclick:()=>hooks.act("skip"),title:"跳到下一件要发生的事"},"skip");return over?[resultWords(view),h("a",{class:"\
console-button",href:`${baseUrl()}drills/${hooks.run}/hotwash`},icon("play"),"讲评和报告"),view.signed?h("span",{class:"console-signed"},icon("check"),`${view.signed} 已签字归档`):button("签字\
归档",{class:"is-primary",onclick:hooks.sign},"pencil")]:present([status==="waiting"?button("立即开始",{class:"is-primary",onclick:()=>hooks.act("start"),disabled:!view.members.some(m=>m.present)},
"play"):null,status==="running"?button("暂停",{onclick:()=>hooks.act("pause")},"pause"):null,status==="paused"?button("继续",{class:"is-primary",onclick:()=>hooks.act("resume")},"play"):null,skip,
speeds,h("span",{class:"console-next"}),button(view.muted?"终端已静音":"终端出声",{class:"is-small","aria-pressed":String(view.muted),onclick:()=>hooks.act(view.muted?"unmute":"mute"),title:view.
muted?"点一下，让终端再出声":"点一下，所有终端静音"},view.muted?"away":"sound"),button("终止演练",{class:"is-stop",onclick:hooks.stop},"stop")])}function redraw(place,children){
var _a;let nameOf=each=>each.getAttribute("aria-label")??each.textContent,held=place.contains(document.activeElement)?document.activeElement:null,name=held&&nameOf(held);place.replaceChildren(...children),
name&&((_a=all(place,"button, select").find(each=>nameOf(each)===name))==null||_a.focus())}function scrollTo(list,child){child&&(list.scrollTop=child.offsetTop-list.offsetTop-Math.max(0,(list.clientHeight-
child.offsetHeight)/2))}function headOf(el,{run,back,act:act2,sign}){let head=h("header",{class:"console-head"}),controls=h("div",{class:"console-controls"}),headed="",linkPill=link=>h("span",{class:`\
console-link is-${link}`,role:"status"},icon(link==="ok"?"check":"away"),link==="ok"?"实时":"正在重连"),phase=(each,now)=>h("li",{class:each.on?"is-on":null,"aria-current":each.title===now?"step":
null},each.title);return{head,controls,show(view,link){let{status}=view,over=status==="ended",key=JSON.stringify([status,view.how,view.title,view.phase,link,view.speed,view.muted,view.next===null,view.
members.some(m=>m.present),view.signed,view.result]);key!==headed&&(headed=key,redraw(head,[button("返回",{onclick:back},"back"),h("div",{class:"console-title"},h("h1",null,view.title),h("span",null,
`${view.label} · ${view.place}`)),pill(status==="running"?"live":status==="paused"?"busy":"idle",over?END_WORDS[view.how]??"已结束":RUN_WORDS[status]),h("ol",{class:"console-phases","aria-label":"\
阶段"},...view.phases.map(each=>phase(each,view.phase))),over?"":linkPill(link),emergencyButton(el)]),redraw(controls,deck(view,{run,act:act2,stop:()=>confirmStop(el,()=>act2("stop")),sign:()=>signDialog(
el,view.me,sign)})))}}}function seatsOf(run){let seats=h("ul",{class:"console-seats"}),rollPlace=h("div",{class:"console-roll-place"}),none=()=>h("li",{class:"console-empty"},"还没有人就位。参演人员在终端上就位后，人到齐自动\
开始。"),rolled="";return{seats,rollPlace,show(view,kiosks){let rows=kiosks.filter(kiosk=>kiosk.run===run||view.members.some(m=>m.device===kiosk.id)).sort(byName).map(kiosk=>kioskRow(kiosk,memberAt(
view,kiosk.id),view));seats.replaceChildren(...rows.length?rows:[none()])},roll(roll){JSON.stringify(roll)!==rolled&&(rolled=JSON.stringify(roll),redraw(rollPlace,present([rollLine(roll)])))}}}function columnsOf(act2){
let nodes=h("ol",{class:"console-nodes",tabindex:"0","aria-label":"全部决策"}),injects=h("ul",{class:"console-injects",tabindex:"0","aria-label":"全部情景信息"}),events=h("ol"),counted=h("sp\
an"),[asked,coming]=["",-1];function showOpen(view){var _a;let now=((_a=view.nodes.find(node=>node.status==="open"))==null?void 0:_a.id)??"";now!==asked&&scrollTo(nodes,one(nodes,".is-open")),asked=now;
let next=view.injects.findIndex(inject=>inject.status==="waiting");next!==coming&&scrollTo(injects,injects.children[next]),coming=next}return{nodes,injects,counted,log:h("div",{class:"console-events",
tabindex:"0",role:"log","aria-label":"事件"},events),asking:()=>asked!=="",show(view){nodes.replaceChildren(...view.nodes.map((node,i)=>nodeRow(node,i,view.corrections))),redraw(injects,view.injects.
map(inject=>injectRow(inject,id=>act2("inject",{id}),view.status==="running"))),showOpen(view),counted.textContent=`${view.done} / ${view.total}`;let newest=events.firstElementChild,known=Number((newest==
null?void 0:newest.dataset.seq)??0);events.prepend(...view.events.filter(event=>event.seq>known).reverse().map(eventRow))}}}function tabsOf(turnTo){let tabs=Object.entries(TABS).map(([name,words])=>h(
"button",{type:"button",class:"console-tab","data-tab":name,onclick:()=>turnTo(name)},words));return{el:h("nav",{class:"console-tabs","aria-label":"看哪一栏"},...tabs),panel:(name,...body)=>h("sec\
tion",{class:"console-panel console-tabbed","data-panel":name,"aria-label":TABS[name]},...body),show:name=>tabs.forEach(tab=>tab.setAttribute("aria-pressed",String(tab.dataset.tab===name)))}}function tickingOf(el,clock,view,asking4){
let clockEl=h("time",{class:"console-clock","aria-label":"演练用时"}),heard=performance.now();return{clockEl,heard:()=>heard=performance.now(),tick(){let now=view();setWords(clockEl,clockText(clock.
now()));let gone=(now==null?void 0:now.status)==="running"?(performance.now()-heard)*now.speed:0;all(el(),"[data-left]").forEach(cell=>{let words=cell.classList.contains("console-pill")?"作答":"剩";
setWords(cell,`${words} ${Math.max(0,Math.ceil((Number(cell.dataset.left)-gone)/1e3))} 秒`)});let next=one(el(),".console-next"),wait=secondsToNext(now,clock.now());next&&setWords(next,wait>0?`${wait}\
 秒后有下一步`:asking4()?"有人正在作答":"")}}}function pageOf(run,{back,act:act2,note,correct,sign},{view,kiosks}){let plan=sitePlan(),clock=runClock(),scene=planOrPeople(plan.el,run,()=>clock.
now()),el=h("div",{class:"console-run"}),head=headOf(el,{run,back,act:act2,sign}),meters=h("div",{class:"drill-meters"}),seats=seatsOf(run),columns=columnsOf(act2),[adhoc,notes]=[adhocForm(act2),noteForm(
note)],roles=button("调整角色",{class:"is-small",onclick:()=>rolesDialog(el,{...view(),kiosks:kiosks()},act2)}),scores=button("更正得分",{class:"is-small",onclick:()=>scoresDialog(el,view(),correct)}),
tabs=tabsOf(turnTo),ticking=tickingOf(()=>el,clock,view,columns.asking);el.append(head.head,h("div",{class:"console-deck"},ticking.clockEl,head.controls),h("section",{class:"console-panel console-scen\
e","aria-label":"现场"},meters,seats.rollPlace,scene.el,h("h2",null,"演练终端",roles),seats.seats),tabs.el,tabs.panel("nodes",h("h2",null,"决策",columns.counted,scores),columns.nodes),tabs.panel(
"injects",h("h2",null,"情景信息"),columns.injects,adhoc.el),tabs.panel("events",h("h2",null,"事件与观察"),columns.log,notes.el));function turnTo(name){el.dataset.tab=name,tabs.show(name)}return turnTo(
"nodes"),{el,plan,scene,seats,ticking,head,show(now,link){clock.set(now.clock,now.status==="running",now.speed),head.show(now,link),meters.replaceChildren(...meterTiles(now.meters)),plan.show(now.layers),
seats.show(now,kiosks()),roles.hidden=now.status==="ended",seats.roll(now.roll),columns.show(now),scores.hidden=!!now.signed||!scorable(now).length,adhoc.update(now),notes.update(now),ticking.tick()}}}
function runPage(run,hooks){let s={view:null,kiosks:[],link:"slow"},page=pageOf(run,hooks,{view:()=>s.view,kiosks:()=>s.kiosks});function update(next){var _a;s.view&&next.seq<s.view.seq||(next.seq!==((_a=
s.view)==null?void 0:_a.seq)&&page.scene.update(),Object.assign(s,{view:next,kiosks:next.kiosks??s.kiosks}),page.ticking.heard(),next.how==="real"&&emergencyNews(),page.show(next,s.link))}async function fetchPlan(){
let{status,data}=await api(`api/drills/runs/${run}`);return status===404?hooks.back():status!==200?void setTimeout(fetchPlan,1500):(page.plan.draw(data.plan),update(data.view),page.plan.show(data.view.
layers))}let timer=setInterval(page.ticking.tick,250),unfollow=followRun(`api/drills/runs/${run}/events`,{view:update,beat(data){s.kiosks=data.kiosks??s.kiosks,s.view&&(page.seats.show(s.view,s.kiosks),
page.seats.roll(data.roll)),page.ticking.tick()},link(now){s.link=now,s.view&&page.head.show(s.view,now)}});return fetchPlan(),{el:page.el,stop(){clearInterval(timer),unfollow(),page.scene.stop()}}}function findsPeople(field2,others=[]){let newest=0;return field2.addEventListener("input",async()=>{var _a;let mine=++newest,{status,data}=await api(`api/people?q=${encodeURIComponent(field2.value.trim())}`);
mine!==newest||status!==200||(_a=field2.list)==null||_a.replaceChildren(...others,...data.people.map(who=>new Option(`${who.name} ${who.place}`,who.key)))}),field2}var KIND_CHOICES=[{id:"form",words:"组织形式",options:[["桌面演练","桌面演练"],["实战演练","实战演练（真的走、真的做）"]]},{id:"content",words:"内容",options:[["单项演练",
"单项演练"],["综合演练","综合演练"]]},{id:"purpose",words:"目的",options:[["检验性演练","检验性演练"],["示范性演练","示范性演练"],["研究性演练","研究性演练"]]},
{id:"notice",words:"通知",options:[["事先通知","事先通知"],["不事先通知（双盲）","不事先通知（双盲）"]]}];function kindChoice(changed){let selects=KIND_CHOICES.map(({id,words,
options})=>({id,words,select:choice(words,options,{onchange:changed})})),el=h("fieldset",{class:"console-kind"},h("legend",null,"演练类型"),...selects.map(({words,select})=>field(words,select)),h(
"p",{class:"console-hint"},"按实际怎么演来选：写进评估报告、档案和演练日历，也决定评估表列哪些项。"));return{el,show(scenario,decided){el.hidden=!scenario;let told2={
notice:"事先通知",...scenario==null?void 0:scenario.dimensions,...decided};for(let{id,select}of selects)select.value=told2[id]},value:()=>Object.fromEntries(selects.map(({id,select})=>[id,select.value]))}}function planChoice({plans,approval},changed){let select=choice("方案",[],{onchange:changed}),said=h("p",{class:"console-hint"}),el=h("div",{class:"console-plan"},field("方案",select),said,h("a",{
class:"console-button",href:`${baseUrl()}drills/planned`},"去演练准备")),mine=[],chosen=()=>mine.find(each=>String(each.id)===select.value);return{el,show(scenario){var _a;mine=plans.filter(each=>each.
scenario===(scenario==null?void 0:scenario.id)),el.hidden=!mine.length&&!approval,select.replaceChildren(new Option("不按方案",""),...mine.map(each=>new Option(each.words,String(each.id)))),select.
value=String(((_a=mine.find(each=>each.ready&&each.due))==null?void 0:_a.id)??""),said.textContent=approval?"本单位规定：方案批准以后才能开始。真实险情不用等。":""},kind:()=>{
var _a;return((_a=chosen())==null?void 0:_a.kind)??null},value:()=>Number(select.value)}}function seatPicker(data,{rolesOf,changed}){let el=h("div",{class:"console-kiosks"}),chosen=new Map;function choose(kiosk,on){on?chosen.set(kiosk.id,{roles:new Set,staff:null}):chosen.delete(kiosk.id);
let dealt=dealRoles(rolesOf(),[...chosen.keys()]);for(let[device,seat]of chosen)seat.roles=new Set(dealt.get(device));draw()}function give(device,seat,role){for(let[id,other]of chosen)id!==device&&other.
roles.delete(role);(chosen.size===1||!seat.roles.has(role))&&seat.roles.add(role),draw()}function seatForm(kiosk,seat){var _a;let before=((_a=seat.staff)==null?void 0:_a.value)??"",staff=h("input",{class:"\
console-input",list:"console-people",placeholder:kiosk.seat?kiosk.seat.name:"谁来都行","aria-label":`${kiosk.name}的参演人员工号`});return staff.value=before,findsPeople(staff),seat.staff=staff,
h("div",{class:"console-seat"},h("label",null,"参演人员",staff),h("div",{class:"console-roles",role:"group","aria-label":"角色"},...rolesOf().map(role=>h("button",{type:"button",class:"console-r\
ole","aria-pressed":String(seat.roles.has(role.id)),onclick:()=>give(kiosk.id,seat,role.id)},role.title))))}function row(kiosk){let seat=chosen.get(kiosk.id),box=h("input",{type:"checkbox",id:`k-${kiosk.
id}`,disabled:!!kiosk.run,checked:!!seat,onchange:()=>choose(kiosk,box.checked)});return h("div",{class:`console-kiosk${seat?" is-chosen":""}`},h("label",{for:`k-${kiosk.id}`},box,h("strong",null,kiosk.
name),h("span",null,kiosk.area)),kioskState(kiosk),seat?seatForm(kiosk,seat):null)}function draw(){let none=h("p",{class:"console-empty"},"还没有登记演练终端。请管理员在“人员设备”里登记。");
el.replaceChildren(...data.kiosks.length?[...data.kiosks].sort(byName).map(row):[none]),changed()}return{el,draw,clear:()=>chosen=new Map,value:()=>[...chosen].map(([device,{staff,roles}])=>({device,staff_no:(staff==
null?void 0:staff.value.trim())??"",roles:[...roles]}))}}function scenarioCards(scenarios,current,pick){return scenarios.map(each=>h("label",{class:"console-scenario"},h("input",{type:"radio",name:"sc\
enario",checked:each===current,onchange:()=>pick(each)}),h("strong",null,each.title),h("span",null,each.kind),h("span",null,`${each.nodes} 个决策，${each.injects} 条情景信息，最长 ${each.minutes}\
 分钟`),h("p",null,each.summary)))}function startPage(data,{begin,open,root,kept}){let scenario=data.scenarios.find(each=>each.id===kept.scenario)??data.scenarios[0],people=h("datalist",{id:"console\
-people"}),problem=h("p",{class:"console-problem",role:"alert"}),complain=(words="")=>problem.textContent=words,seats=seatPicker(data,{rolesOf:()=>(scenario==null?void 0:scenario.roles)??[],changed:complain}),
roll=rollChoice(data.roll),kind=kindChoice(()=>{kept.kind=kind.value(),roll.show(scenario,kept.kind)}),plan=planChoice(data,planned),go=button("开始演练",{class:"is-primary is-big",onclick:submit},
"play"),cards=scenarioCards(data.scenarios,scenario,each=>{scenario=each,Object.assign(kept,{scenario:each.id,kind:null}),seats.clear(),draw()});function submit(){let list=seats.value(),why=startProblem(
scenario,list);why?complain(why):begin(scenario.id,list,{roll_call:roll.value(scenario),kind:kind.value(),planned:plan.value()},complain)}function planned(){plan.kind()&&(kept.kind={...kind.value(),...plan.
kind()}),kind.show(scenario,kept.kind),roll.show(scenario,kind.value())}function draw(){seats.draw(),kind.show(scenario,kept.kind),plan.show(scenario),planned()}return draw(),h("div",{class:"console-f\
irst"},h("header",{class:"console-head"},h("h1",null,"演练导调"),h("span",{class:"console-head-end"},h("a",{class:"console-button",href:baseUrl()},icon("back"),"回到平台"),emergencyButton(root))),
h("section",{class:"console-panel"},h("h2",null,h("b",null,"1"),"选情景"),...cards,plan.el,kind.el,h("h2",null,h("b",null,"2"),"选终端和参演人员"),h("p",{class:"console-hint"},"一台终端由一个人演全部角\
色；几台终端同演一场，点角色可以改派。人到齐就自动开始。"),people,seats.el,roll.el,h("div",{class:"console-go"},problem,go)),h("section",{class:"console-panel"},h("h2",null,
"近期演练"),...runLists(data.runs,open)))}function runLists(runs,open){let[called,practised]=[runs.filter(run=>run.origin!=="self"),runs.filter(run=>run.origin==="self")];return[called.length?runList(
called,open):h("p",{class:"console-empty"},"还没有组织过演练。左边选好情景和终端就可以开始。"),h("a",{class:"console-button console-more-runs",href:`${baseUrl()}drills/archive`},
"更早的，看演练档案"),...practised.length?[h("h2",null,"单人练习"),runList(practised,open)]:[]]}function runList(runs,open){return h("ul",{class:"console-runs"},...runs.map(run=>h("li",null,
h("button",{type:"button",onclick:()=>open(run.run)},h("strong",null,`${run.title} ${run.label}`),pill(run.status==="ended"?"idle":"live",RUN_WORDS[run.status]),h("span",null,run.seats.map(seat=>[seat.
device,seat.name].filter(Boolean).join(" ")).join("；")),h("span",null,dayAndTime(run.created))))))}var REFRESH=3e3,REMEMBERED="anpei-console-run";function toast(){let el=h("p",{class:"console-toast",role:"alert",hidden:!0});return{el,say(words){el.textContent=words,el.hidden=!words,words&&setTimeout(
()=>el.hidden=!0,6e3)}}}var asking3=complain=>async(path,body)=>{let answer=await act(path,body);return answer.status===200?answer.data:(complain(told(answer)),null)};function actsOf(run,post){let to=what=>`\
api/drills/runs/${run}/${what}`;return{act:(action,what={})=>post(to("actions"),{action,...what}),note:what=>post(to("observations"),what),correct:what=>post(to("scores"),what),sign:what=>post(to("sig\
nature"),what)}}var notForYou=error=>h("div",{class:"console-panel"},h("h1",null,(error==null?void 0:error.message)??"你没有权限"),h("p",null,"导调台只对导调员开放。")),shownOf=({scenarios,
kiosks,runs,plans})=>JSON.stringify([scenarios,plans,kiosks.map(({seen:_seen,silent:_silent,...kiosk})=>kiosk),runs]);function render({el}){let screen=h("main",{class:"console-screen"}),problem=toast(),
root=h("div",{class:"anpei anpei-director"},screen,problem.el);el.append(root);let post=asking3(problem.say),page=null,[timer,listed,kept]=[0,"",{}];function open(run){clearTimeout(timer),page==null||
page.stop(),kept={},remember(REMEMBERED,String(run),{tab:!0}),page=runPage(run,{back,...actsOf(run,post)}),screen.replaceChildren(page.el)}function back(){page==null||page.stop(),[page,listed]=[null,""],
forget(REMEMBERED,{tab:!0}),list()}async function begin(scenario,seats,how,tell){let made2=await post("api/drills/runs",{scenario,seats,...how});return made2?open(made2.run):tell("没有开始。请看提示，改正后再试。")}
async function list(){clearTimeout(timer);let{status,data}=await api("api/drills/runs"),remembered=Number(recall(REMEMBERED,{tab:!0}));if(status===401||status===403)return screen.replaceChildren(notForYou(
data.error));if(status===200&&remembered&&!page&&!listed)return open(remembered);status===200&&!page&&drawList(data),page||(timer=setTimeout(list,REFRESH))}function drawList(data){let key=shownOf(data),
busy=screen.querySelector(".console-kiosk.is-chosen")!==null;key===listed||busy&&listed||(listed=key,screen.replaceChildren(startPage(data,{begin,open,root,kept})))}list();let calm=watchEmergency(root,
()=>listed="");return()=>{calm(),clearTimeout(timer),page==null||page.stop(),root.remove()}}var widget_default={render};export{widget_default as default};
