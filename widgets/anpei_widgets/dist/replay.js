function h(tag,attrs,...children){let el=document.createElement(tag);for(let[key,value]of Object.entries(attrs??{}))value==null||value===!1||(typeof value=="function"?el.addEventListener(key.slice(2),
value):key==="class"?el.className=value:el.setAttribute(key,value===!0?"":String(value)));return el.append(...children.flat().filter(c=>c!=null&&c!==!1)),el}var one=(root,selector)=>root.querySelector(
selector);function setWords(el,words){el.textContent!==words&&(el.textContent=words)}function svgEl(tag,attrs,...children){let el=document.createElementNS("http://www.w3.org/2000/svg",tag);return Object.entries(
attrs??{}).forEach(([key,value])=>{typeof value=="function"?el.addEventListener(key.slice(2),value):value!=null&&el.setAttribute(key,String(value))}),el.append(...children.flat(1/0).filter(c=>c!=null&&
c!==!1)),el}var clockText=ms=>{let seconds=Math.max(0,Math.floor(ms/1e3));return`${String(Math.floor(seconds/60)).padStart(2,"0")}:${String(seconds%60).padStart(2,"0")}`};function keepFocus(root){root.addEventListener("click",event=>{let target=event.target;if(event.detail>0||!root.isConnected||document.activeElement!==document.body&&document.activeElement!==target)return;
let off=target.matches(":disabled");if(!off&&target.getClientRects().length)return;let beside=off&&target.parentElement&&one(target.parentElement,"button:enabled, input:enabled");beside||(root.tabIndex=
-1),(beside||root).focus()})}function widget(name,draw2,again=["spec","state"]){return{render({model,el}){let root=h("div",{class:`anpei anpei-${name}`});el.append(root),keepFocus(root);let stop,redraw=()=>{
stop==null||stop(),root.replaceChildren(),stop=draw2(model,root)};return again.forEach(key=>model.on(`change:${key}`,redraw)),redraw(),()=>{again.forEach(key=>model.off(`change:${key}`,redraw)),stop==
null||stop(),root.remove()}}}}var ICONS={check:"M5 12.5l4.5 4.5L19 7.5",cross:"M6.5 6.5l11 11M17.5 6.5l-11 11",part:"M6 12h12",up:"M12 19V5.5M5.5 12L12 5.5l6.5 6.5",down:"M12 5v13.5M5.5 12l6.5 6.5 6.5-6.5",grip:"M9 6h.01M15 6h.01M\
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
"path",{d:ICONS[name]});return svgEl("svg",{viewBox:"0 0 24 24",class:`anpei-icon anpei-icon-${name}`,"aria-hidden":"true"},path)}var CHANNELS={radio:"对讲机",phone:"电话",alarm:"报警",picture:"画面"},EMPTY="<svg xmlns='http://www.w3.org/2000/svg'/>",TOO_ACTIVE="script, foreignObject, iframe, a, animate, set, use, image";function sitePlan(){let host=h("div",{class:"drill-plan"}),shadow=host.attachShadow({mode:"open"}),source=null,shown="";return{el:host,draw(svg){if(svg===source)return;[source,shown]=[svg,""];let parsed=new DOMParser().
parseFromString(svg||EMPTY,"image/svg+xml");parsed.querySelectorAll(TOO_ACTIVE).forEach(e=>e.remove()),parsed.querySelectorAll("*").forEach(e=>{for(let{name}of[...e.attributes])/^on|href$/i.test(name)&&
e.removeAttribute(name)});let look=h("style");look.textContent=PLAN_LOOK,shadow.replaceChildren(look,document.importNode(parsed.documentElement,!0))},show(layers){let key=layers.join();key!==shown&&(shown=
key,shadow.querySelectorAll("[data-layer]").forEach(group=>{group.classList.toggle("shown",layers.includes(group.dataset.layer))}))}}}var PLAN_LOOK=`
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
ng",null,String(value),h("small",null,unit))))}function radioLine(message){return h("li",{class:`drill-radio-line drill-channel-${message.channel}`,"data-id":message.id},icon(message.channel),h("div",
null,h("p",{class:"drill-radio-head"},h("span",null,message.from),h("span",null,CHANNELS[message.channel]),message.to&&message.to!=="全体"?h("span",{class:"drill-radio-to"},`给${message.to}`):null,
h("time",null,clockText(message.at))),h("p",{class:"drill-radio-text"},message.text)))}function growLog(list,messages){let known=new Set(Array.from(list.children,line=>line.dataset.id));for(let message of messages)
known.has(message.id)||list.prepend(radioLine(message));let wanted=new Set(messages.map(message=>message.id));for(let line of[...list.children])wanted.has(line.dataset.id)||line.remove()}function baseUrl(){let config=document.getElementById("jupyter-config-data"),base=config?JSON.parse(config.textContent??"").baseUrl:document.body.dataset.baseUrl??"/";return base.endsWith("/")?base:`${base}\
/`}async function api(path,{method="GET",body,...rest}={}){let xsrf=document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/),headers={Accept:"application/json"};body!==void 0&&(headers["Content-Type"]="applic\
ation/json"),method!=="GET"&&xsrf&&(headers["X-XSRFToken"]=decodeURIComponent(xsrf[1]));let answer=await fetch(baseUrl()+path,{method,headers,credentials:"same-origin",cache:"no-store",...rest,body:body===
void 0?void 0:JSON.stringify(body)}),data=await answer.json().catch(()=>({}));return{status:answer.status,data}}function readTracks(buffer){let size=new DataView(buffer).getUint32(0,!0),head=JSON.parse(new TextDecoder().decode(new Uint8Array(buffer,4,size))),numbers=new Int16Array(buffer.slice(4+size)),{people,
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
for(let rings of plan.outline)evacTrace(pen,view,rings),pen.fillStyle=colours.solid,pen.fill("evenodd"),pen.strokeStyle=colours.line,pen.lineWidth=ratio,pen.stroke();for(let zone of plan.musters)evacTrace(
pen,view,zone.rings),pen.strokeStyle=colours.out,pen.setLineDash([7*ratio,6*ratio]),pen.lineWidth=2*ratio,pen.stroke(),pen.setLineDash([]);return evacLabels(pen,view,plan),sheet}function evacLabels(pen,view,plan){
let write=(text,[x,y],colour,above=0)=>{pen.fillStyle=colour,pen.fillText(text,view.x(x),view.y(y)+above)},size=Math.max(11,Math.min(15,view.width/view.ratio/46))*view.ratio;pen.font=`500 ${size}px ${view.
colours.font}`,pen.textAlign="center",pen.textBaseline="middle";let rooms=new Set(plan.rooms.map(zone=>zone.name));for(let zone of plan.rooms)write(zone.name,zone.label,view.colours.soft);let roomy=view.
width/view.ratio>=480;for(let zone of plan.starts)roomy&&!rooms.has(zone.name)&&write(zone.name,zone.label,view.colours.soft);for(let zone of plan.musters){let top=Math.min(...zone.rings[0].map(([,y])=>y));
write(zone.name,[zone.label[0],top],view.colours.out,-.8*size)}}function evacWays(pen,view,plan,closed,smoky){let{colours,ratio}=view;for(let zone of plan.smokes)smoky.has(zone.id)&&(evacTrace(pen,view,
zone.rings),pen.globalAlpha=.35,pen.fillStyle=colours.soft,pen.fill("evenodd"),pen.globalAlpha=1);let size=Math.max(12,Math.min(16,view.width/ratio/42))*ratio;pen.font=`700 ${size}px ${colours.font}`,
pen.textAlign="center",pen.textBaseline="middle";for(let door of plan.exits){let shut=closed.has(door.id),[[ax,ay],[bx,by]]=door.line;pen.strokeStyle=shut?colours.stuck:colours.out,pen.lineWidth=5*ratio,
pen.lineCap="round",pen.beginPath(),pen.moveTo(view.x(ax),view.y(ay)),pen.lineTo(view.x(bx),view.y(by)),pen.stroke();let text=shut?`${door.name} ×`:door.name,half=pen.measureText(text).width/2+4*ratio,
[dx,dy]=[door.outside[0]-(ax+bx)/2,door.outside[1]-(ay+by)/2],far=Math.hypot(dx,dy)||1,x=view.x((ax+bx)/2)+dx/far*(half+6*ratio),y=view.y((ay+by)/2)+dy/far*1.4*size;pen.fillStyle=shut?colours.stuck:colours.
out;let held=Math.min(Math.max(x,half),view.width-half),above=held===x?0:size+Math.abs(view.y(ay)-view.y(by))/2;pen.fillText(text,held,Math.min(Math.max(y-above,size),view.height-size))}}function evacPeople(pen,view,places,{
isOut,dense,stuck}){let size=Math.max(3*view.ratio,Math.min(.3*view.zoom,7*view.ratio)),groups={inside:[],dense:[],out:[],stuck:[]};for(let i=0;i<places.length/2;i++)Number.isNaN(places[2*i])||groups[isOut(
i)?"out":stuck(i)?"stuck":dense.has(i)?"dense":"inside"].push(i);for(let[kind,members]of Object.entries(groups)){pen.fillStyle=view.colours[kind],pen.strokeStyle=view.colours.floor,pen.lineWidth=view.
ratio,pen.beginPath();for(let i of members){let[x,y]=[view.x(places[2*i]),view.y(places[2*i+1])];pen.moveTo(x+size,y),kind==="out"?pen.arc(x,y,size*.85,0,2*Math.PI):kind==="inside"?pen.arc(x,y,size,0,
2*Math.PI):evacShape(pen,kind,x,y,size)}pen.fill(),pen.stroke()}}function evacShape(pen,kind,x,y,size){if(kind==="stuck"){pen.rect(x-size,y-size,2*size,2*size);return}pen.moveTo(x+1.3*size,y),pen.lineTo(
x,y+1.3*size),pen.lineTo(x-1.3*size,y),pen.lineTo(x,y-1.3*size),pen.closePath()}var MAP_SPEEDS=[1,2,4,8],MAP_JUMP=5,MAP_ROWS=8,evacClock=seconds=>`${Math.floor(seconds/60)}:${String(Math.floor(seconds%60)).padStart(2,"0")}`;function evacuationMap(plan,{driven=!1}={}){let canvas=h(
"canvas",{class:"evac-canvas",role:"img"}),toggle=h("button",{type:"button",class:"anpei-button evac-play",onclick:()=>run(!playing)}),scrub=h("input",{type:"range",min:0,max:1,step:.25,value:0,"aria-\
label":"时间",oninput:()=>{leaveClock(),seek(Number(scrub.value))}}),speed=h("select",{class:"evac-speed","aria-label":"播放速度",onchange:()=>{factor=Number(speed.value)}},...MAP_SPEEDS.map(x=>h(
"option",{value:x,selected:x===4},`${x} 倍`))),back=h("button",{type:"button",class:"anpei-button evac-follow",hidden:!0,onclick:()=>follow(clock)},"回到演练时间"),time=h("output",{class:"evac-\
time"}),counts=h("p",{class:"evac-counts"}),news=h("p",{class:"evac-news",hidden:!0}),table=h("div",{class:"evac-table"}),controls=h("div",{class:"evac-controls",hidden:driven},toggle,scrub,time,speed,
back),el=h("figure",{class:"evac-map",onkeydown:keys},canvas,news,controls,counts,h("ul",{class:"evac-legend"},...[["inside","在里面"],["dense","拥挤"],["out","已走出"],["stuck","没有出来"]].
map(([kind,words])=>h("li",{class:`is-${kind}`},words))),h("details",{class:"evac-words"},h("summary",null,"用表格看"),table)),[tracks,marks,blocks]=[null,[],{exits:[],smokes:[]}],[now,factor,playing,
last,clock,live]=[0,4,!1,0,null,!1],[view,sheet,request,told]=[null,null,0,""],places=new Float64Array(0),watch=new ResizeObserver(()=>redraw()),themes=new MutationObserver(()=>redraw()),redraw=()=>{view=
null,paint()},isOut=i=>{var _a;return(((_a=tracks==null?void 0:tracks.out[i])==null?void 0:_a.at)??1/0)<=now},stuck=i=>{var _a;return now>=((tracks==null?void 0:tracks.length)??1/0)&&((_a=tracks.out[i])==
null?void 0:_a.at)===1/0};function paint(){if(!canvas.clientWidth)return;(!view||canvas.width!==Math.round(canvas.clientWidth*view.ratio))&&(view=evacScene(canvas,plan,evacColours(el)),sheet=evacPlan(
view,plan));let pen=canvas.getContext("2d"),begun=items=>new Set(items.filter(item=>item.at<=now).map(item=>item.id));pen.drawImage(sheet,0,0),evacWays(pen,view,plan,begun(blocks.exits),begun(blocks.smokes)),
tracks&&evacPeople(pen,view,tracks.at(now,places),{isOut,stuck,dense:evacCrowd(places,isOut)}),say()}function say(){var _a,_b;let left=tracks?tracks.left(now):{all:0,by:{}},doors=plan.exits.map(door=>`${door.
name} ${left.by[door.id]??0} 人`).join("，"),words=tracks?`里面还有 ${tracks.people-left.all} 人；已走出：${doors}`:"还没有结果。",at=`${evacClock(now)} / ${evacClock((tracks==null?void 0:
tracks.length)??0)}`;words!==counts.textContent&&(counts.textContent=words),at!==time.textContent&&(time.textContent=at,scrub.setAttribute("aria-valuetext",`${evacClock(now)}，${words}`)),canvas.setAttribute(
"aria-label",`${plan.title}平面图`);let mark=((_b=(_a=marks.findLast)==null?void 0:_a.call(marks,each=>each.at<=now))==null?void 0:_b.text)??"";mark!==told&&(told=news.textContent=mark,news.hidden=
!mark)}function seek(to){now=Math.max(0,Math.min(to,(tracks==null?void 0:tracks.length)??0)),(document.activeElement!==scrub||playing)&&(scrub.value=String(now)),paint()}function step(stamp){let passed=Math.
min(.25,(stamp-last)/1e3);last=stamp,seek(live&&clock?clock():now+passed*factor),!live&&now>=((tracks==null?void 0:tracks.length)??0)&&run(!1),playing&&(request=requestAnimationFrame(step))}function run(on){
cancelAnimationFrame(request),on&&!live&&now>=((tracks==null?void 0:tracks.length)??0)&&(now=0),playing=on&&!!tracks,toggle.replaceChildren(playing?"暂停":"播放"),toggle.disabled=scrub.disabled=speed.
disabled=!tracks,!playing&&tracks&&(live=!1),back.hidden=!clock||live,last=performance.now(),playing&&(request=requestAnimationFrame(step))}function leaveClock(){live&&(live=!1,back.hidden=!clock)}function follow(of){
[clock,live]=[of,!!of],run(live)}function keys(event){if(!(event.target!==el&&event.target!==canvas&&event.target!==scrub)){if(event.key===" ")run(!playing);else if(event.target!==scrub&&event.key==="\
ArrowLeft")leaveClock(),seek(now-MAP_JUMP);else if(event.target!==scrub&&event.key==="ArrowRight")leaveClock(),seek(now+MAP_JUMP);else return;event.preventDefault()}}function drawTable(){let every=Math.
max(5,Math.ceil(tracks.length/MAP_ROWS/5)*5),moments=Array.from({length:Math.floor(tracks.length/every)+1},(_,i)=>i*every);moments.at(-1)<tracks.length&&moments.push(tracks.length),table.replaceChildren(
h("table",null,h("caption",{class:"anpei-spoken"},"各时刻的人数"),h("thead",null,h("tr",null,...["时间","里面还有",...plan.exits.map(door=>door.name)].map(x=>h("th",{scope:"col"},x)))),h("\
tbody",null,...moments.map(moment=>{let left=tracks.left(moment);return h("tr",null,h("th",{scope:"row"},evacClock(moment)),h("td",null,String(tracks.people-left.all)),...plan.exits.map(door=>h("td",null,
String(left.by[door.id]??0))))}))))}return watch.observe(canvas),themes.observe(document.documentElement,{attributes:!0,attributeFilter:["data-theme"]}),themes.observe(document.body,{attributes:!0,attributeFilter:[
"data-jp-theme-light"]}),canvas.style.aspectRatio=`${plan.bounds[2]-plan.bounds[0]} / ${plan.bounds[3]-plan.bounds[1]}`,run(!1),say(),{el,follow,seek,run,show(buffer,{happened=[],inputs={},keep=!1}={}){
tracks=readTracks(buffer),places=new Float64Array(tracks.people*2),marks=happened,blocks={exits:inputs.exits??[],smokes:inputs.smokes??[]},scrub.max=String(tracks.length),drawTable(),run(playing||live),
keep||(now=0),seek(live&&clock?clock():now)},now:()=>now,stop(){cancelAnimationFrame(request),watch.disconnect(),themes.disconnect()}}}async function fetchTracks(run){let answer=await fetch(`${baseUrl()}\
api/evacuation/runs/${run}/tracks`,{credentials:"same-origin"});if(!answer.ok)throw new Error(`tracks: ${answer.status}`);return answer.arrayBuffer()}var PEOPLE_AGAIN=700,PEOPLE_CALM=900;function drillPeople(run,{now,present}={}){let place=h("div",{class:"people-map"}),words=h("p",{class:"people-words",role:"status"}),note=h("p",{class:"people-note"},
"这是模型按已发生的事推算的一种可能，不影响演练计分。后面的部分假定再没有新情况。"),el=h("div",{class:"people"},words,place,note),[map,shown,timer,wanted,moment,
stopped,absent]=[null,0,0,0,0,!1,!1];function say(text){setWords(words,text),words.hidden=!text}function told({summary,inputs}){if(!inputs.cues.length)return"还没有人起身：没有报警，也没有下令。";
let{muster,stranded}=summary,so=now?"照现在的情况":"照这次发生的事";return stranded.high?`${so}，会有 ${stranded.low} 至 ${stranded.high} 人走不出来。`:muster?`${so}，第 ${Math.
round(muster.p5/6)/10} 至 ${Math.round(muster.p95/6)/10} 分钟全部走到集合点。`:""}async function ask(){clearTimeout(timer);let{status,data}=await api(`api/evacuation/drills/${run}`,{method:"\
POST",body:{plan:!map}}).catch(()=>({status:0,data:{}}));if(stopped)return;let known=status===200&&data.state!=="none";if((status===200||status===403)&&(present==null||present(known)),status===0||status>=
500)return again();if(absent=status===403||data.state==="none",!known)return;if(data.state==="missing"||data.state==="failed"||data.state==="cancelled")return say(data.words);if(data.plan&&!map&&(map=
evacuationMap(data.plan,{driven:!now}),place.replaceChildren(map.el)),data.state!=="done")return shown||say("正在推算人怎么走…"),again();if(data.run===shown)return;let buffer=await fetchTracks(
data.run).catch(()=>null);stopped||!buffer||(map.show(buffer,{happened:data.happened,inputs:data.inputs,keep:shown>0}),!shown&&now&&map.follow(()=>now()/1e3),now||map.seek(moment),shown=data.run,say(told(
data)))}function again(){clearTimeout(timer),timer=setTimeout(ask,PEOPLE_AGAIN)}return ask(),{el,update(){clearTimeout(wanted),absent||(wanted=setTimeout(ask,PEOPLE_CALM))},at(ms){moment=ms/1e3,map==null||
map.seek(moment)},stop(){stopped=!0,clearTimeout(timer),clearTimeout(wanted),map==null||map.stop()}}}function planOrPeople(plan,run,now){let tab=(words,on)=>h("button",{type:"button","aria-pressed":String(
on)},words),[first,second]=[tab("平面图",!0),tab("人员推演",!1)],tabs=h("div",{class:"people-tabs",role:"group","aria-label":"看什么",hidden:!0},first,second),people=drillPeople(run,{now,present:is=>{
tabs.hidden=!is}});people.el.hidden=!0;let choose=on=>{[plan.hidden,people.el.hidden]=[on,!on],first.setAttribute("aria-pressed",String(!on)),second.setAttribute("aria-pressed",String(on))};return first.
addEventListener("click",()=>choose(!1)),second.addEventListener("click",()=>choose(!0)),{el:h("div",{class:"people-place"},tabs,plan,people.el),update:people.update,at:people.at,stop:people.stop}}var SPEEDS=[1,2,4,8],HOP=5e3,FRAME=100,VERDICT={right:"符合预期",partial:"部分符合",wrong:"不符合",late:"超时未作出"},TONE={right:"ok",partial:"warn",wrong:"danger",late:"danger"},lastBy=(list,at)=>list.
findLast(each=>each.at<=at)??list[0];function decisionAt(decision,at){return at<decision.opened?null:at<decision.closed?{state:"open",words:`等待决定，还剩 ${Math.max(0,Math.ceil((decision.opened+
decision.limit*1e3-at)/1e3))} 秒`}:{state:TONE[decision.verdict],words:VERDICT[decision.verdict]}}function decisionLine(decision,now){let closed=now.state!=="open";return h("li",{class:`replay-decisi\
on is-${now.state}`},h("p",{class:"replay-decision-head"},h("strong",null,`决策 ${decision.number}`),h("span",null,`${decision.role} ${decision.who}`),h("span",{class:"replay-verdict"},now.words)),h(
"p",null,decision.question),closed?h("p",{class:"replay-chosen"},decision.chosen?`实际：${decision.chosen}`:"没有作出决定",h("span",null,`用了 ${decision.used} 秒${decision.delayed?"，网络中断，\
按点选时刻计":""}`)):null,closed&&decision.verdict!=="right"?h("p",{class:"replay-best"},`应当：${decision.best}`):null,closed&&decision.cost?h("p",{class:"replay-cost"},`多耽误 ${decision.
cost} 秒`):null)}function ticks(marks,length){let lane=h("div",{class:"replay-ticks","aria-hidden":"true"});for(let mark of marks){let tick=h("i",{class:`is-${mark.tone}`,title:`${clockText(mark.at)}\
 ${mark.text}`});tick.style.insetInlineStart=`${100*mark.at/length}%`,lane.append(tick)}return lane}function draw(model,root){let film=model.get("spec"),length=Math.max(1e3,film.length),plan=sitePlan(),
people=film.run?planOrPeople(plan.el,film.run):{el:plan.el,at(){},stop(){}},at=0,speed=1,timer=null,meters=h("div",{class:"drill-meters"}),phase=h("p",{class:"replay-phase"}),radio=h("ol",{class:"repl\
ay-radio-list","aria-label":"通话记录"}),decisions=h("ol",{class:"replay-decisions","aria-label":"决策"}),time=h("output",{class:"replay-time"}),play=h("button",{type:"button",class:"anpei-butto\
n anpei-primary replay-play",onclick:()=>timer?stop():start()}),slider=h("input",{type:"range",min:0,max:length,step:1e3,value:0,"aria-label":"时间",oninput:()=>seek(Number(slider.value))}),paces=SPEEDS.
map(pace=>h("button",{type:"button",class:"anpei-button replay-pace","aria-pressed":String(pace===speed),onclick:()=>setSpeed(pace)},`${pace}×`)),hop=(name,words,to)=>h("button",{type:"button",class:"\
anpei-button","aria-label":words,title:words,onclick:()=>seek(to())},icon(name)),past=()=>{var _a;return((_a=film.marks.findLast(mark=>mark.at<at))==null?void 0:_a.at)??0},next=()=>{var _a;return((_a=
film.marks.find(mark=>mark.at>at))==null?void 0:_a.at)??length};function happening(){let mark=film.marks.findLast(each=>each.at<=at);return`${clockText(at)}${mark?`，${mark.text}`:""}`}function show(){
let scene=lastBy(film.scenes,at);plan.show(scene.layers),people.at(at),meters.replaceChildren(...meterTiles(scene.meters)),phase.textContent=scene.phase,growLog(radio,film.radio.filter(message=>message.
at<=at));let seen=film.decisions.map(each=>[each,decisionAt(each,at)]).filter(([,now])=>now);decisions.replaceChildren(...seen.map(([each,now])=>decisionLine(each,now)).reverse()),time.textContent=`${clockText(
at)} / ${clockText(length)}`,slider.value=String(at),slider.setAttribute("aria-valuetext",happening())}function seek(to){at=Math.min(length,Math.max(0,to)),show(),at>=length&&stop()}function start(){at>=
length&&(at=0),timer=setInterval(()=>seek(at+FRAME*speed),FRAME),label()}function stop(){clearInterval(timer),timer=null,label()}function label(){play.replaceChildren(icon(timer?"pause":"play"),timer?
"暂停":"播放")}function setSpeed(pace){speed=pace,paces.forEach((button,n)=>button.setAttribute("aria-pressed",String(SPEEDS[n]===pace)))}function keys(event){if(event.altKey||event.ctrlKey||event.
metaKey)return;let step=event.shiftKey?HOP*6:HOP,move={ArrowLeft:()=>seek(at-step),ArrowRight:()=>seek(at+step),Home:()=>seek(0),End:()=>seek(length),"[":()=>seek(past()),"]":()=>seek(next())}[event.key]??
(event.key===" "&&event.target===slider?()=>play.click():null);move&&(event.preventDefault(),move())}return root.addEventListener("keydown",keys),root.append(h("div",{class:"replay-stage"},h("div",{class:"\
replay-left"},phase,people.el,meters),h("div",{class:"replay-right"},h("section",{class:"replay-box",tabindex:"0","aria-label":"决策"},h("h3",null,"决策"),decisions),h("section",{class:"replay-box\
 drill-radio",tabindex:"0","aria-label":"通话记录"},h("h3",null,"通话"),radio))),h("div",{class:"replay-controls",role:"group","aria-label":"回放"},h("div",{class:"replay-track"},ticks(film.marks,
length),slider),h("div",{class:"replay-buttons"},play,hop("before","上一个事件",past),hop("after","下一个事件",next),time,h("div",{class:"replay-paces",role:"group","aria-label":"倍速"},...paces))),
h("p",{class:"replay-help"},"键盘：左右键 5 秒，加 Shift 30 秒；[ 和 ] 跳到上一个、下一个事件；Home、End 到头尾。")),plan.draw(film.plan),label(),show(),()=>{stop(),people.
stop()}}var widget_default=widget("replay",draw,["spec"]);export{widget_default as default};
