function baseUrl(){let config=document.getElementById("jupyter-config-data"),base=config?JSON.parse(config.textContent??"").baseUrl:document.body.dataset.baseUrl??"/";return base.endsWith("/")?base:`${base}\
/`}async function api(path,{method="GET",body,...rest}={}){let xsrf=document.cookie.match(/(?:^|;\s*)_xsrf=([^;]+)/),headers={Accept:"application/json"};body!==void 0&&(headers["Content-Type"]="applic\
ation/json"),method!=="GET"&&xsrf&&(headers["X-XSRFToken"]=decodeURIComponent(xsrf[1]));let answer=await fetch(baseUrl()+path,{method,headers,credentials:"same-origin",cache:"no-store",...rest,body:body===
void 0?void 0:JSON.stringify(body)}),data=await answer.json().catch(()=>({}));return{status:answer.status,data}}function h(tag,attrs,...children){let el=document.createElement(tag);for(let[key,value]of Object.entries(attrs??{}))value==null||value===!1||(typeof value=="function"?el.addEventListener(key.slice(2),
value):key==="class"?el.className=value:el.setAttribute(key,value===!0?"":String(value)));return el.append(...children.flat().filter(c=>c!=null&&c!==!1)),el}function setWords(el,words){el.textContent!==words&&(el.textContent=words)}function svgEl(tag,attrs,...children){let el=document.createElementNS("http://www.w3.org/2000/svg",tag);return Object.entries(
attrs??{}).forEach(([key,value])=>{typeof value=="function"?el.addEventListener(key.slice(2),value):value!=null&&el.setAttribute(key,String(value))}),el.append(...children.flat(1/0).filter(c=>c!=null&&
c!==!1)),el}function text(el,source){for(let paragraph of String(source??"").trim().split(/\n\s*\n/)){let p=h("span",{class:"anpei-p"});paragraph.split(/\*\*(.+?)\*\*/s).forEach((part,i)=>p.append(i%2?
h("strong",null,part):part)),el.append(p)}return el}function announce(message){let region=document.getElementById("anpei-announce");region||(region=h("div",{id:"anpei-announce",class:"anpei-spoken",role:"\
status","aria-live":"polite"}),document.body.append(region)),region.textContent=region.textContent===message?`${message}​`:message}var ICONS={check:"M5 12.5l4.5 4.5L19 7.5",cross:"M6.5 6.5l11 11M17.5 6.5l-11 11",part:"M6 12h12",up:"M12 19V5.5M5.5 12L12 5.5l6.5 6.5",down:"M12 5v13.5M5.5 12l6.5 6.5 6.5-6.5",grip:"M9 6h.01M15 6h.01M\
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
"path",{d:ICONS[name]});return svgEl("svg",{viewBox:"0 0 24 24",class:`anpei-icon anpei-icon-${name}`,"aria-hidden":"true"},path)}var same=(a,b)=>JSON.stringify(a??null)===JSON.stringify(b??null);var clockText=ms=>{let seconds=Math.max(0,Math.floor(ms/1e3));return`${String(Math.floor(seconds/60)).padStart(2,"0")}:${String(seconds%60).padStart(2,"0")}`};function put(model,key,value){model.set(key,value),model.save_changes()}function innerModel(traits,onSave){let heard=new Map,tell=event=>[...heard.get(event)??[]].forEach(f=>f());return{get:key=>traits[key],set(key,value){same(traits[key],value)||(traits[key]=value,tell(`\
change:${key}`))},save_changes:()=>onSave==null?void 0:onSave(traits),send(){},on:(event,f)=>{heard.set(event,(heard.get(event)??new Set).add(f))},off:(event,f)=>{var _a;return(_a=heard.get(event))==null?
void 0:_a.delete(f)}}}function uuid(){let b=crypto.getRandomValues(new Uint8Array(16));return b[6]=b[6]&15|64,b[8]=b[8]&63|128,Array.from(b,x=>x.toString(16).padStart(2,"0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/,"$\
1-$2-$3-$4-")}var CHANNELS={radio:"对讲机",phone:"电话",alarm:"报警",picture:"画面"},EMPTY="<svg xmlns='http://www.w3.org/2000/svg'/>",TOO_ACTIVE="script, foreignObject, iframe, a, animate, set, use, image";
function runClock(){let base=0,heard=performance.now(),pace=0;return{set(ms,running,speed=1){[base,heard,pace]=[ms,performance.now(),running?speed:0]},now:()=>base+pace*(performance.now()-heard)}}function sitePlan(){
let host=h("div",{class:"drill-plan"}),shadow=host.attachShadow({mode:"open"}),source=null,shown="";return{el:host,draw(svg){if(svg===source)return;[source,shown]=[svg,""];let parsed=new DOMParser().parseFromString(
svg||EMPTY,"image/svg+xml");parsed.querySelectorAll(TOO_ACTIVE).forEach(e=>e.remove()),parsed.querySelectorAll("*").forEach(e=>{for(let{name}of[...e.attributes])/^on|href$/i.test(name)&&e.removeAttribute(
name)});let look=h("style");look.textContent=PLAN_LOOK,shadow.replaceChildren(look,document.importNode(parsed.documentElement,!0))},show(layers){let key=layers.join();key!==shown&&(shown=key,shadow.querySelectorAll(
"[data-layer]").forEach(group=>{group.classList.toggle("shown",layers.includes(group.dataset.layer))}))}}}var PLAN_LOOK=`
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
known.has(message.id)||list.prepend(radioLine(message));let wanted=new Set(messages.map(message=>message.id));for(let line of[...list.children])wanted.has(line.dataset.id)||line.remove()}var MATES={ready:["check","在位"],deciding:["wait","正在决定"],away:["away","已离开"]};function teamStrip(view){let{team}=view;return team?[h("ul",{class:"drill-mates","aria-label":"队友"},
...team.members.map(mate)),h("p",{class:"drill-handled-count"},icon("check"),"全队已做到 ",h("b",null,String(team.achieved.length))," 项")]:[]}function mate({name,roles,you,state}){let[mark,words]=MATES[state];
return h("li",{class:`drill-mate is-${state}${you?" is-you":""}`},icon(mark),h("span",null,h("b",null,you?"您":name),h("span",{class:"drill-mate-role"},roles.join("、"))),h("span",{class:"anpei-spok\
en"},words))}function dutyList(duties){return h("section",{class:"drill-duties","aria-label":"您的职责"},h("h3",null,"您的职责"),h("ul",null,...duties.map(({title,duty})=>h("li",null,h("strong",
null,title),duty))))}function waitingRoom(view){let{members,missing}=view.team??{members:[],missing:[]};return h("section",{class:"drill-card drill-room"},h("h2",{tabindex:"-1"},"已就位，等待开始"),
h("p",{class:"drill-room-lead",role:"status"},missing.length?`还缺：${missing.join("、")}`:"角色都有人了"),h("ul",{class:"drill-room-list","aria-label":"谁在"},...members.map(member=>h("li",
{class:member.you?"is-you":null},icon(MATES[member.state][0]),h("strong",null,member.you?`${member.name}（您）`:member.name),h("span",null,member.roles.join("、"))))),dutyList(view.you.duties),h("\
p",{class:"drill-room-note"},"席位坐满自动开始，导调也可以提前开始。请先看平面图和出口。"))}function teamBoard(view){let latest=view.team.achieved.slice(-5).reverse();return[
dutyList(view.you.duties),h("section",{class:"drill-handled","aria-label":"全队已做到"},h("h3",null,`全队已做到 ${view.team.achieved.length} 项`),latest.length?h("ul",null,...latest.map(line=>h(
"li",null,icon("check"),h("span",null,line.text),h("time",null,clockText(line.at))))):h("p",null,"做到一项，这里亮一项。听通报，按自己的职责来。"))]}var VERDICTS={right:["check","做得对"],partial:["part","可以更好"],wrong:["cross","有危险"],late:["clock","没来得及"]};function lawCards(cards){return h("ul",{class:"debrief-laws"},...cards.
map(card=>h("li",{class:card.status==="现行"?null:"is-unsure"},h("p",null,icon("law"),h("strong",null,card.title),h("span",{class:"debrief-status"},card.status)),card.gist?h("p",{class:"debrief-gist"},
card.gist):null)))}function teamStep(step,index){return h("li",{class:"debrief-step is-team"},h("header",null,h("span",{class:"debrief-role"},`第 ${index+1} 步 · ${step.role}`)),h("h3",null,step.question),
h("dl",null,h("dt",null,"应当"),h("dd",{class:"debrief-best"},step.right)),h("p",{class:"debrief-note"},step.why),lawCards(step.cards))}function debriefSteps(d){let steps=d.steps.map((step,index)=>[
step,index]),theirs=steps.filter(([step])=>!step.mine),own=steps.filter(([step])=>step.mine);return theirs.length?[h("h3",{class:"debrief-part"},`您的部分：${own.length} 步，答对 ${d.mine.right}\
 步`),own.length?h("ol",{class:"debrief-steps"},...own.map(([step,i])=>debriefStep(step,i))):h("p",{class:"debrief-none"},d.roles.length?"这一次没有轮到您做决定。全队的结果同样记入您的培训档案。":
"这一次您没有担任角色。培训档案里记您已参加，不评合格与否。"),h("h3",{class:"debrief-part"},`队友的部分：${theirs.length} 步，看看应当怎么做`),h("ol",{class:"\
debrief-steps"},...theirs.map(([step,i])=>teamStep(step,i)))]:[h("ol",{class:"debrief-steps"},...own.map(([step,i])=>debriefStep(step,i)))]}function debriefStep(step,index){let[name,words]=VERDICTS[step.
verdict];return h("li",{class:`debrief-step is-${step.verdict}`},h("header",null,h("span",{class:"debrief-verdict"},icon(name),words),h("span",{class:"debrief-role"},`第 ${index+1} 步 · ${step.role}`),
h("span",{class:"debrief-time"},`想了 ${step.elapsed} 秒`,step.cost?h("b",null,`耽误 ${step.cost} 秒`):null)),h("h3",null,step.question),h("dl",null,h("dt",null,"您的选择"),h("dd",null,step.
chosen||"没有选",step.forbidden?h("b",{class:"debrief-forbidden"},"禁忌"):null),step.best?h("dt",null,"应当"):null,step.best?h("dd",{class:"debrief-best"},step.best):null),step.delayed?h("p",{class:"\
debrief-delayed"},icon("away"),"网络中断，按点选时刻计；现场当时按超时发展。"):null,h("p",{class:"debrief-note"},step.note),step.why!==step.note?h("p",{class:"debrief-why"},step.
why):null,lawCards(step.cards))}function objectiveBar({title,score,max}){let percent=max?Math.round(100*score/max):0,bar=h("span",{class:"debrief-bar","aria-hidden":"true"},h("i"));return bar.firstChild.
style.width=`${percent}%`,h("li",{class:percent>=60?null:"is-low"},h("span",null,title),bar,h("b",null,`${percent}%`))}function correctionList(corrections){return corrections!=null&&corrections.length?
h("div",{class:"debrief-corrections"},h("p",null,icon("pencil"),"导调更正了得分"),h("ul",null,...corrections.map(each=>h("li",null,`${each.what}改为 ${each.points} / ${each.most}：${each.reason}`)))):
null}function debriefPage(view){let d={...view.debrief,roles:view.you.roles},minutes=`${Math.floor(d.seconds/60)} 分 ${d.seconds%60} 秒`,facts=[["答对",`${d.right} / ${d.asked} 步`],["耽误",`${d.
lost} 秒`],["禁忌动作",`${d.forbidden} 次`],["用时",minutes]];return h("div",{class:"debrief"},h("aside",{class:"debrief-sum"},h("p",{class:`debrief-result is-${d.passed?"passed":"failed"}`},icon(
d.passed?"check":"warn"),`${d.steps.some(step=>!step.mine)?"全队":""}${d.passed?"合格":"还要再练"}`),h("h2",{tabindex:"-1"},h("span",{class:"debrief-percent"},String(d.percent)),"分"),h("p",{
class:"debrief-mark"},d.how==="time"?"到达时限，没有做完":`${d.pass_mark} 分合格，且不能有禁忌动作`),h("p",{class:"debrief-words"},d.verdict),correctionList(d.corrections),h("dl",
{class:"debrief-facts"},...facts.flatMap(([k,v])=>[h("dt",null,k),h("dd",null,v)])),h("ul",{class:"debrief-objectives"},...d.objectives.map(objectiveBar))),h("div",{class:"debrief-body",tabindex:"0",role:"\
region","aria-label":"逐步复盘"},...debriefSteps(d),h("section",{class:"debrief-takeaways"},h("h3",null,"带走这几条"),h("ul",null,...d.takeaways.map(t=>h("li",null,h("p",null,t.text),lawCards(
t.cards)))))))}var LETTER_KEYS={a:0,b:1,c:2,d:3,1:0,2:1,3:2,4:3},SECOND_TAP=350,SETTLE=500,RING=2*Math.PI*44,ENDED_WORDS={stopped:["演练已由导调终止","这一次不计入培训档案。有疑问请问导调员。"],
left:["演练已结束","参演人员中途离开，这一次不计入培训档案。"],abandoned:["演练已结束","很久没有人继续，系统自动结束了这次演练，不计入培训档案。"],
real:["演练中止","发生真实险情，这一次不计入培训档案。请听从现场指挥。"]};function countdown(){let number=h("span",{class:"drill-ring-number"}),el=h("div",{class:"drill-r\
ing",role:"timer","aria-label":"剩余时间"}),circle=attrs=>svgEl("circle",{cx:50,cy:50,r:44,...attrs}),arc=circle({class:"drill-ring-run","stroke-dasharray":RING});return el.append(svgEl("svg",{viewBox:"\
0 0 100 100","aria-hidden":"true"},circle(),arc),number),{el,show(left,limit){let seconds=Math.ceil(left/1e3);setWords(number,String(seconds)),arc.style.strokeDashoffset=String(Math.round(RING*(1-left/
limit))),el.classList.toggle("is-short",seconds<=10),el.classList.toggle("is-last",seconds<=5)}}}function question(node,{decide,leftNow}){let ring=countdown(),heading=h("h2",{class:"drill-question",tabindex:"\
-1",id:`q-${node.id}`},node.question),note=h("p",{class:"drill-note",role:"status"},"点一下选中，再点一下确定"),chosen=null,sent=!1,waking=0,buttons=node.options.map(option=>h("button",{type:"\
button",class:"drill-option","aria-pressed":"false",onclick:event=>tap(option,event.currentTarget)},h("span",{class:"drill-letter","aria-hidden":"true"},option.id.toUpperCase()),h("span",{class:"drill\
-option-body"},h("span",{class:"drill-option-text"},option.text),h("span",{class:"drill-confirm"},"再点一次确定"))));function mark(id,words,locked){node.options.forEach((option,i)=>{buttons[i].setAttribute(
"aria-pressed",String(option.id===id)),buttons[i].classList.toggle("is-chosen",option.id===id),buttons[i].disabled=locked}),setWords(note,words),el.classList.toggle("is-sent",locked)}function rest(some,ms){
let wake=()=>buttons.forEach(button=>button.removeAttribute("aria-disabled"));clearTimeout(waking),wake(),some.forEach(button=>button.setAttribute("aria-disabled","true")),waking=setTimeout(wake,ms)}function tap(option,button){
if(!(sent||button.hasAttribute("aria-disabled"))){if(chosen!==option.id){chosen=option.id,mark(chosen,`已选 ${option.id.toUpperCase()}，再点一次确定`,!1),rest([button],SECOND_TAP);return}decide(
{node:node.id,option:option.id,elapsed:Math.round(node.limit-leftNow())})}}let el=h("section",{class:"drill-card","aria-labelledby":`q-${node.id}`},h("header",{class:"drill-card-head"},ring.el,h("div",
null,h("p",{class:"drill-role"},icon("person"),`您现在是${node.role}`),heading)),h("div",{class:"drill-options",role:"group","aria-labelledby":`q-${node.id}`},...buttons),note);return rest(buttons,
SETTLE),{el,heading,key:name=>{var _a;return(_a=buttons[LETTER_KEYS[name]])==null?void 0:_a.click()},tick:()=>ring.show(leftNow(),node.limit),hold(pending,link,refused){(refused==null?void 0:refused.node)===
node.id&&sent&&!pending&&mark(null,"没有采纳，请再选一次",!1),sent=!!pending||sent&&(refused==null?void 0:refused.node)!==node.id,pending&&mark(pending.option,link==="off"?"已存在本机，网络恢复后自动送出":
"已选定，正在送出…",!0)},close(){sent||mark(chosen,"时间到",!0)}}}function waitingCard(view){if(view.status==="waiting")return waitingRoom(view);let last=view.radio.at(-1),paused=view.status===
"paused";return h("section",{class:`drill-card drill-waiting${view.team?" is-team":""}`},icon(paused?"pause":"radio"),h("h2",{tabindex:"-1"},paused?"演练暂停，请原地等候":"情况在发展，请留意通报"),
last?h("p",{class:"drill-last"},last.text):null,...view.team?teamBoard(view):[])}function endedCard(view){let[title,words]=ENDED_WORDS[view.how]??["演练结束","请看复盘。"];return h("section",
{class:"drill-ended"},icon("stop"),h("h2",{tabindex:"-1"},title),h("p",null,words))}function header(view,clock,link){let roles=view.you.roles;return[h("div",{class:"drill-title"},h("strong",null,view.
title),h("span",null,view.place)),h("ol",{class:"drill-phases","aria-label":"阶段"},...view.phases.map(phase=>h("li",{class:phase.on?"is-on":null,"aria-current":phase.title===view.phase?"step":null},
phase.title))),h("div",{class:"drill-you"},h("strong",null,view.you.name),h("span",null,roles.length>3?"全部角色":roles.join("、"))),link,clock]}var LINKS={ok:["check","在线"],slow:["wait","连接中"],
off:["away","离线"]},offlineWords=kept=>kept?`网络断开了，正在重新连接。${kept} 条决定已存在本机，恢复后自动送出；过了时限送到的不算数，但会如实记下。`:
"网络断开了，正在重新连接。可以照常选择，先存在本机，恢复后自动送出。";function render({model,el}){let plan=sitePlan(),clock=runClock(),clockEl=h("time",{class:"drill\
-clock","aria-label":"演练用时"}),linkEl=h("span",{class:"drill-link",role:"status"}),head=h("header",{class:"drill-head"}),meters=h("div",{class:"drill-meters"}),radio=h("ol"),log=h("div",{class:"\
drill-radio",role:"log","aria-live":"polite","aria-label":"通报",tabindex:"0"},radio),side=h("div",{class:"drill-side"}),offline=h("p",{class:"drill-offline",role:"alert",hidden:!0}),foot=h("footer",
{class:"drill-foot"}),stage=h("div",{class:"drill-stage"},h("div",{class:"drill-scene"},meters,plan.el,log),side),root=h("div",{class:"anpei anpei-scenario_player drill-dark",onkeydown:keyed},head,offline,
stage,foot);el.append(root);let asked=null,kind="",leftNow=()=>{let{node,clock:at}=model.get("view")??{};return node?Math.max(0,node.left-(clock.now()-at)):0};function decide(decision){put(model,"deci\
sion",{...decision,uuid:uuid()})}function keyed(event){event.key in LETTER_KEYS&&!event.ctrlKey&&!event.altKey&&!event.metaKey&&(asked==null||asked.key(event.key))}function place(next,card,focus){next!==
kind&&(kind=next,side.replaceChildren(card),focus==null||focus.focus({preventScroll:!0}))}function drawSide(view){var _a;if(view.node&&view.status!=="paused"){kind!==`ask:${view.node.id}`&&(asked=question(
view.node,{decide,leftNow})),place(`ask:${view.node.id}`,asked.el,asked.heading);return}asked=null;let card=waitingCard(view);place(`wait:${view.status}:${(_a=view.radio.at(-1))==null?void 0:_a.id}:${JSON.
stringify(view.team)}`,card,document.activeElement===document.body?card.querySelector("h2"):null)}function drawFoot({team,...rest}){let told=JSON.stringify(team);foot.dataset.told!==told&&(foot.dataset.
told=told,foot.replaceChildren(...teamStrip({team,...rest})))}function drawEnd(view){var _a;let finished=view.debrief&&!ENDED_WORDS[view.how];kind!=="ended"&&(kind="ended",foot.replaceChildren(),stage.
replaceChildren(finished?debriefPage(view):endedCard(view)),stage.classList.add("is-ended"),(_a=stage.querySelector("h2"))==null||_a.focus({preventScroll:!0}))}function drawView(){let view=model.get("\
view");view!=null&&view.status&&(clock.set(view.clock,view.status==="running",view.speed),head.replaceChildren(...header(view,clockEl,linkEl)),view.status==="ended"?drawEnd(view):(plan.show(view.layers),
meters.replaceChildren(...meterTiles(view.meters)),growLog(radio,view.radio),drawFoot(view),drawSide(view)),drawState())}function drawState(){var _a,_b;let{link="ok",pending=null,refused=null,kept=0}=model.
get("state")??{},[name,words]=LINKS[link];linkEl.className=`drill-link is-${link}`,linkEl.replaceChildren(icon(name),kept&&link!=="ok"?`${words} · 已保存 ${kept} 条`:words);let told=link==="off"?
offlineWords(kept):"";offline.hidden=!told,setWords(offline,told),asked==null||asked.hold((pending==null?void 0:pending.node)===((_b=(_a=model.get("view"))==null?void 0:_a.node)==null?void 0:_b.id)?pending:
null,link,refused),tick()}function tick(){setWords(clockEl,clockText(clock.now())),asked==null||asked.tick(),leftNow()<=0&&(asked==null||asked.close())}let drawPlan=()=>{var _a;plan.draw(model.get("pl\
an")),plan.show(((_a=model.get("view"))==null?void 0:_a.layers)??[])},heard=[["view",drawView],["plan",drawPlan],["state",drawState]];heard.forEach(([key,f])=>model.on(`change:${key}`,f));let timer=setInterval(
tick,200);return drawPlan(),drawView(),()=>{clearInterval(timer),heard.forEach(([key,f])=>model.off(`change:${key}`,f)),root.remove()}}var widget_default={render};var SILENCE=6e3,REOPEN=1e3;function followRun(path,hooks){let source=null,heard=performance.now(),since=performance.now(),closed=!1,opening=0;function alive(){heard=since=performance.now(),hooks.link(
"ok")}function open(){source==null||source.close(),heard=performance.now(),source=new EventSource(baseUrl()+path,{withCredentials:!0}),source.addEventListener("view",event=>{alive(),hooks.view(JSON.parse(
event.data))}),source.addEventListener("beat",event=>{var _a;alive(),(_a=hooks.beat)==null||_a.call(hooks,JSON.parse(event.data))}),source.addEventListener("error",()=>{var _a;hooks.link(performance.now()-
since>SILENCE?"off":"slow"),source.readyState===EventSource.CLOSED&&((_a=hooks.lost)==null||_a.call(hooks),again())})}function again(){clearTimeout(opening),closed||(opening=setTimeout(open,REOPEN))}let watch=setInterval(
()=>{performance.now()-since>SILENCE&&hooks.link("off"),performance.now()-heard>SILENCE&&open()},REOPEN);return open(),()=>{closed=!0,clearInterval(watch),clearTimeout(opening),source==null||source.close()}}
var BOX="anpei-drill-outbox",WAITS=[300,600,1200,2500,5e3],owns=({run,person,device},item)=>item.run===run&&item.person===person&&item.device===device;function outbox(changed,refused){let timer=0,tries=0,
busy=!1,read=()=>{try{return JSON.parse(localStorage.getItem(BOX)??"[]")}catch{return[]}},write=items=>{localStorage.setItem(BOX,JSON.stringify(items)),changed()},drop=id=>write(read().filter(item=>item.
uuid!==id)),settled=status=>status<500&&status!==401&&status!==408&&status!==429;async function flush(){var _a,_b;clearTimeout(timer);let[first]=read();if(!(!first||busy)){busy=!0;try{let{run,device,...decision}=first,
signal=(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,8e3),{status,data}=await api(`api/drills/runs/${run}/decisions?as=kiosk`,{method:"POST",body:decision,signal});if(!settled(status))throw new Error(
`decision: ${status}`);tries=0,status!==200&&refused({run,person:first.person,node:first.node,reason:data.reason??((_b=data.error)==null?void 0:_b.code)??""}),drop(first.uuid)}catch{timer=setTimeout(flush,
WAITS[Math.min(tries++,WAITS.length-1)]),changed();return}finally{busy=!1}flush()}}return addEventListener("online",flush),{failing:()=>tries>0,count:()=>read().length,pending:owner=>read().find(item=>owns(
owner,item))??null,put(owner,decision){let waiting=read();waiting.some(item=>owns(owner,item)&&item.node===decision.node)||(write([...waiting,{...owner,...decision}]),flush())},flush,stop(){clearTimeout(
timer),removeEventListener("online",flush)}}}function leavingWords(view){return!view||view.solo?"这次不计成绩":view.status==="waiting"?"席位会空出来":view.last_one?"没有别人了，演练会结束":"队友会继续"}function makePlayer(owner,box,{
ended,lost}){let{run,person}=owner,el=h("div",{class:"kiosk-player"}),inner=innerModel({view:null,plan:"",state:{link:"slow",pending:box.pending(owner)},decision:{}},()=>{}),over=!1,link="slow",refused=null,
tellLink=()=>inner.set("state",{link:box.failing()?"off":link,pending:box.pending(owner),kept:box.count(),refused});inner.on("change:decision",()=>box.put(owner,inner.get("decision")));let close=widget_default.
render({model:inner,el});async function fetchPlan(){try{let{status,data}=await api(`api/drills/runs/${run}?as=kiosk`);if(status!==200)throw new Error(`plan: ${status}`);inner.set("plan",data.plan),took(
data.view)}catch{stopped||setTimeout(fetchPlan,1500)}}function took(view){var _a;view.seq>=(((_a=inner.get("view"))==null?void 0:_a.seq)??-1)&&inner.set("view",view),tellLink(),!(view.status!=="ended"||
over)&&(over=!0,unfollow(),ended(view))}let stopped=!1,unfollow=followRun(`api/drills/runs/${run}/events?as=kiosk`,{view:took,lost,link(now){now!==link&&(link=now,tellLink(),now==="ok"&&box.flush())}});
return fetchPlan(),{run,person,el,link:tellLink,leaving:()=>leavingWords(inner.get("view")),refused:refusal=>{refusal.run===run&&refusal.person===person&&(refused=refusal)},stop(){stopped=!0,unfollow(),
close()}}}var LETTERS="ABCDEFGHJKLMNPQRSTUVWXYZ",PIN_MOST=12,NUMBER_MOST=20;function tapInPanel({enter,back,title,who=""}){let number=h("input",{class:"kiosk-input",id:"kiosk-number",name:"staff_no",inputmode:"\
none",autocomplete:"off",autocapitalize:"characters",spellcheck:"false",maxlength:NUMBER_MOST,enterkeyhint:"next",onfocus:choose,onkeydown:keyed}),pin=h("input",{class:"kiosk-input",id:"kiosk-pin",name:"\
pin",type:"password",inputmode:"none",autocomplete:"off",maxlength:PIN_MOST,enterkeyhint:"go",onfocus:choose,onkeydown:keyed}),problem=h("p",{class:"kiosk-problem",role:"alert"}),go=h("button",{type:"\
submit",class:"kiosk-button is-primary"},"就位"),letters=h("div",{class:"keypad-letters",role:"group","aria-label":"字母"},...[...LETTERS].map(letter=>key(letter))),digits=h("div",{class:"keypad-d\
igits",role:"group","aria-label":"数字"},...[..."123456789"].map(digit=>key(digit)),h("button",{type:"button",class:"keypad-key","aria-label":"删除一个字",onpointerdown:stay,onclick:erase},icon(
"erase")),key("0"),h("button",{type:"button",class:"keypad-key is-next",onpointerdown:stay,onclick:next},"下一步")),field=number;function key(character){return h("button",{type:"button",class:"keyp\
ad-key",onpointerdown:stay,onclick:()=>type(character)},character)}function stay(event){event.preventDefault()}function choose(event){field=event.target,letters.classList.toggle("is-off",field===pin),
letters.querySelectorAll("button").forEach(button=>button.disabled=field===pin),digits.querySelector(".is-next").textContent=field===pin?"就位":"下一步"}function type(character){field.value.length<
field.maxLength&&(field.value+=character),problem.textContent=""}function erase(){field.value=field.value.slice(0,-1)}function next(){field===number?pin.focus():form.requestSubmit()}function keyed(event){
event.key==="Enter"&&event.target===number&&(event.preventDefault(),pin.focus())}async function submit(event){event.preventDefault();let named=who||number.value;if(!named||!pin.value){problem.textContent=
named?"请输入 PIN 码。":"请输入工号。",(named?pin:number).focus();return}go.disabled=!0,problem.textContent="";let words=await enter(number.value.trim(),pin.value);go.disabled=!1,pin.value=
"",problem.textContent=words,words&&pin.focus()}let form=h("form",{class:"kiosk-tap",onsubmit:submit,autocomplete:"off"},h("div",{class:"kiosk-fields"},h("h1",null,title),...who?[h("p",{class:"kiosk-w\
ho"},icon("badge"),h("b",null,who),"，请输入 PIN 码")]:[h("label",{for:"kiosk-number"},"工号"),number],h("label",{for:"kiosk-pin"},"PIN 码"),pin,problem,h("div",{class:"kiosk-buttons"},h("butt\
on",{type:"button",class:"kiosk-button",onclick:back},"返回"),go),h("p",{class:"kiosk-hint"},who?"不是您？请点“返回”，刷自己的胸卡。":"也可以刷胸卡。PIN 码忘了或没有，请找安全管理员；连续输错会暂时锁定。")),
h("div",{class:"keypad"},digits,who?null:letters));return choose({target:who?pin:number}),{el:form,focus:()=>(who?pin:number).focus(),tell:words=>problem.textContent=words}}var zone=()=>document.body.dataset.zone||void 0,dayAndTime=ms=>new Date(ms).toLocaleString("zh-CN",{timeZone:zone(),month:"numeric",day:"numeric",hour:"2-digit",minute:"2-digit"});var timeOfDay=ms=>new Date(ms).toLocaleTimeString("zh-CN",{timeZone:zone(),hour:"2-digit",minute:"2-digit"});var EMERGENCY_ASK=3e3;var ANSWER_WAIT=8e3,EMERGENCY_NEWS="anpei-emergency";var emergencyNews=()=>dispatchEvent(new Event(EMERGENCY_NEWS));function watchEmergency(root,changed=()=>{}){let page=null,shown=null,timer=0,asking=!1,over=!1;async function ask(){var _a;if(clearTimeout(
timer),!(asking||over)){asking=!0;try{let{status,data}=await api("api/emergency",{signal:(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,8e3)});status===200&&!over&&take(data)}catch{}asking=
!1,over||(timer=setTimeout(ask,EMERGENCY_ASK))}}function take(data){var _a;let id=data.emergency?`${data.emergency.id}:${((_a=data.emergency.watch)==null?void 0:_a.muster)??""}`:null;id!==shown&&(shown=
id,page==null||page.remove(),page=id===null?null:emergencyPage(data,take),page&&(root.append(page),page.addEventListener("close",({currentTarget})=>currentTarget.isConnected&&currentTarget.showModal()),
page.showModal()),changed(data.emergency))}return addEventListener(EMERGENCY_NEWS,ask),ask(),()=>{over=!0,clearTimeout(timer),removeEventListener(EMERGENCY_NEWS,ask),page==null||page.remove()}}function emergencyPage({
emergency,may_clear},take){let complain=words=>problem.textContent=words,problem=h("p",{class:"emergency-problem",role:"alert"}),since=timeOfDay(emergency.raised),clearing=may_clear?clearButton(emergency.
id,take,complain):null,page=h("dialog",{class:"emergency-page",role:"alertdialog","aria-labelledby":"emergency-title","aria-describedby":"emergency-text"},h("div",{class:"emergency-inner"},icon("siren"),
h("h1",{id:"emergency-title",tabindex:"-1",autofocus:!0},"真实险情，演练中止"),h("p",{id:"emergency-text",class:"emergency-text"},emergency.text),h("p",{class:"emergency-lead"},"这不是演练。停下手上的操作\
，听从现场指挥，按应急预案行动。"),h("p",{class:"emergency-meta"},`${since} 由 ${emergency.by} 发出`),emergency.watch?watchLink(emergency.watch,complain):null,emergency.roll?liveRoll(
emergency,complain):null,may_clear?h("div",{class:"emergency-clear"},clearing):null,problem));return page.addEventListener("cancel",event=>event.preventDefault()),page}async function goWhenThere(path,complain){
var _a;let{status}=await api("api/kiosk/state",{signal:(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,ANSWER_WAIT)}).catch(()=>({status:0}));status&&status<500?location.assign(`${baseUrl()}${path}`):
complain("连不上服务器，请稍后再试。")}function watchLink({muster,id,point},complain){return h("div",{class:"emergency-rolls"},h("button",{type:"button",class:"emergency-roll",onclick:()=>goWhenThere(
`muster/${muster}/${id}`,complain)},`去清点：${point}`))}function liveRoll({id,roll},complain){let words={none:`开始真实清点（${`全厂在册 ${roll.expected} 人${roll.visitors?`，访客和承包商 ${roll.
visitors} 人`:""}`}）`,open:`去清点：${roll.missing} 人未到`,ended:"看清点结果"}[roll.state],button=h("button",{type:"button",class:"emergency-roll",onclick:begin},words),other=roll.state===
"none"?h("a",{class:"emergency-other",href:`${baseUrl()}musters?kind=live`},"换名单再开始"):null;async function begin(){var _a;button.disabled=!0;try{let{status,data}=await api("api/emergency/mu\
ster",{method:"POST",body:{id}});if(status===200)return location.assign(`${baseUrl()}muster/${data.muster}`);complain(((_a=data.error)==null?void 0:_a.message)??"没有成功，请再按一次。")}catch{
complain("连不上服务器。请在集合点用纸质名单清点。")}button.disabled=!1}let older=roll.older?h("a",{class:"emergency-other",href:`${baseUrl()}muster/${roll.older.muster}`},`${olderWords(
roll.older)}，去看那一次`):null;return h("div",{class:"emergency-rolls"},button,roll.of?h("p",null,`名单：${roll.of}`):null,other,older)}function olderWords({title,started}){let minutes=Math.
max(1,Math.round((Date.now()-started)/6e4)),age=minutes<120?`${minutes} 分钟`:minutes<2880?`${Math.round(minutes/60)} 小时`:`${Math.round(minutes/1440)} 天`;return`还有一次没结束的真实清点“${title}\
”，${age}前开始`}function clearButton(id,take,complain){let button=h("button",{type:"button",class:"emergency-button"},"险情已处置，解除"),asked=-1/0;return button.addEventListener("clic\
k",async()=>{var _a;if(performance.now()-asked>6e3){asked=performance.now(),button.textContent="再点一次，确认解除",setTimeout(()=>button.textContent="险情已处置，解除",6e3);return}button.
disabled=!0;try{let{status,data}=await api("api/emergency",{method:"DELETE",body:{id}});status===200?take(data):complain(((_a=data.error)==null?void 0:_a.message)??"没有成功，请再试一次。")}catch{
complain("连不上服务器，请再试一次。")}button.disabled=!1}),button}var BADGE_DIGITS=24,KEY_GAP=120,NO_SUFFIX=300,CAMERA_EVERY=120,CAMERA_LONGEST=45e3,CAMERA_WIDTH=640;function digitOf(event){let placed=/^(?:Digit|Numpad)([0-9])$/.exec(event.code??"");if(placed)return placed[1];
let typed=(event.key??"").normalize("NFKC");return!event.code&&/^[0-9]$/.test(typed)?typed:""}function wedgeReader(found,listening){let digits="",last=-1/0,field=null,before="",timer=0;function complete(){
if(digits.length!==BADGE_DIGITS)return!1;field&&"value"in field&&(field.value=before);let code=digits;return digits="",found(code),!0}function keyed(event){var _a;if(clearTimeout(timer),!listening())return;
event.timeStamp-last>KEY_GAP&&(digits=""),last=event.timeStamp;let digit=digitOf(event);digit?(digits||([field,before]=[document.activeElement,((_a=document.activeElement)==null?void 0:_a.value)??""]),
digits+=digit,digits.length===BADGE_DIGITS&&(timer=setTimeout(complete,NO_SUFFIX))):["Enter","NumpadEnter","Tab"].includes(event.code||event.key)&&complete()?(event.preventDefault(),event.stopPropagation()):
digits=""}return addEventListener("keydown",keyed,!0),()=>{clearTimeout(timer),removeEventListener("keydown",keyed,!0)}}var cameraAllowed=()=>{var _a;return isSecureContext&&!!((_a=navigator.mediaDevices)!=
null&&_a.getUserMedia)&&typeof Worker=="function"},CAMERA_WORDS={NotAllowedError:"浏览器没有允许使用相机。请在浏览器设置里允许",NotFoundError:"没有找到相机。请",NotReadableError:"\
相机被别的程序占用。请"};function codeCamera({facing,instead,ready,seen,trouble}){let video=h("video",{muted:!0,playsinline:!0,"aria-label":"相机画面"}),canvas=h("canvas"),worker=new Worker(
`${baseUrl()}static/anpei/core/qr-worker.js`),stream=null,timer=0,over=!1;function stop(){over=!0,clearTimeout(timer),worker.terminate(),stream==null||stream.getTracks().forEach(track=>track.stop())}function look(){
if(over)return;if(video.readyState<2||!video.videoWidth)return void(timer=setTimeout(look,CAMERA_EVERY));canvas.width=Math.min(CAMERA_WIDTH,video.videoWidth),canvas.height=Math.round(canvas.width*video.
videoHeight/video.videoWidth);let brush=canvas.getContext("2d",{willReadFrequently:!0});brush.drawImage(video,0,0,canvas.width,canvas.height);let{data,width,height}=brush.getImageData(0,0,canvas.width,
canvas.height);worker.postMessage({data,width,height},[data.buffer])}return worker.onmessage=({data})=>{over||(seen(data),timer=setTimeout(look,CAMERA_EVERY))},worker.onerror=()=>trouble(`扫码程序没有装好。请${instead}\
。`),navigator.mediaDevices.getUserMedia({audio:!1,video:{facingMode:facing,width:{ideal:1280}}}).then(async given=>(stream=given,over?stop():(video.srcObject=stream,await video.play(),ready(),look()))).
catch(error=>trouble(`${CAMERA_WORDS[error.name]??"相机打不开。请"}${error.name==="NotAllowedError"?"，或":""}${instead}。`)),{video,stop}}var isBadge=text2=>text2.length===BADGE_DIGITS&&/^\d+$/.
test(text2);function cameraPanel({found,back}){let words=h("p",{role:"status"},"正在打开相机…"),started=performance.now(),{video,stop}=codeCamera({facing:"user",instead:"用工号就位",seen,
ready:()=>words.textContent="离镜头一掌远，认出后自动就位。",trouble:told=>words.textContent=told}),el=h("section",{class:"kiosk-camera"},h("h1",{tabindex:"-1"},"把胸卡对准相机"),
h("div",{class:"kiosk-camera-view"},video,h("span",{class:"kiosk-camera-frame","aria-hidden":"true"})),words,h("button",{type:"button",class:"kiosk-button",onclick:back},icon("back"),"返回"));function seen(text2){
isBadge(text2)?found(text2):performance.now()-started>CAMERA_LONGEST?back():text2&&(words.textContent="这不是安培的胸卡。")}return{el,stop}}function lockKiosk(root){let undo=[],hear=(target,name,f,options)=>{target.addEventListener(name,f,options),undo.push(()=>target.removeEventListener(name,f,options))},refuse=event=>event.preventDefault();
for(let name of["contextmenu","dragstart","gesturestart"])hear(document,name,refuse);return hear(document,"wheel",event=>event.ctrlKey&&event.preventDefault(),{passive:!1}),hear(document,"keydown",event=>{
(event.ctrlKey||event.metaKey)&&["+","-","=","p","s","f","o"].includes(event.key)&&event.preventDefault()}),hear(root,"click",event=>{var _a,_b;return((_b=(_a=event.target).closest)==null?void 0:_b.call(
_a,"a[href]"))&&event.preventDefault()}),undo.push(stayHere(hear),keepAwake(hear)),()=>undo.splice(0).forEach(f=>f())}function stayHere(hear){let mark=()=>history.pushState({anpei:"kiosk"},"");return mark(),
hear(window,"popstate",mark),hear(document,"pointerdown",mark,{once:!0}),()=>{}}function keepAwake(hear){let lock=null,ask=async()=>{if(!(document.visibilityState!=="visible"||!navigator.wakeLock))try{
lock=await navigator.wakeLock.request("screen")}catch{lock=null}};return ask(),hear(document,"visibilitychange",ask),()=>lock==null?void 0:lock.release()}function fullScreenButton(){if(!document.fullscreenEnabled)
return null;let button=h("button",{type:"button",class:"kiosk-corner",onclick:fill},icon("fullscreen"),"全屏显示"),filled=()=>document.fullscreenElement||matchMedia("(display-mode: fullscreen), (d\
isplay-mode: standalone)").matches,show=()=>button.hidden=!!filled();function fill(event){event.stopPropagation(),document.documentElement.requestFullscreen({navigationUI:"hide"}).catch(()=>{})}return document.
addEventListener("fullscreenchange",show),show(),button}function idleTimer(tell,done){let touched=performance.now(),limit=0,touch=()=>touched=performance.now();["pointerdown","keydown","wheel","touchmove"].forEach(name=>addEventListener(name,touch,{passive:!0}));
let timer=setInterval(()=>{if(!limit)return;let left=Math.ceil(limit-(performance.now()-touched)/1e3);tell(left<=Math.min(20,limit-2)?Math.max(0,left):null),left<=0&&(touch(),done())},500);return{set(seconds){
seconds!==limit&&touch(),limit=seconds,seconds||tell(null)},stop(){clearInterval(timer),["pointerdown","keydown","wheel","touchmove"].forEach(name=>removeEventListener(name,touch))}}}function startScreen(state,{begin,quiz,camera,away}){let[called,counting]=[!!state.reserved,state.calls.length>0],own=f=>event=>{event.stopPropagation(),f()},hero=h("div",{class:"kiosk-hero"},h("h1",{
class:"kiosk-name"},state.reserved||"应急演练"),h("p",{class:"kiosk-sub"},called?"导调已准备好，请就位":"练一次，真出事时少想三秒"),called&&state.roles.length?h("p",{class:"k\
iosk-kept"},icon("person"),"这台终端：",h("b",null,state.roles.join("、"))):null,h("div",{class:"kiosk-ways"},h("button",{type:"button",class:"kiosk-go",onclick:own(begin)},"点这里开始"),h(
"p",{class:"kiosk-badge-hint"},icon("badge"),"或者刷一下胸卡"),camera?h("button",{type:"button",class:"kiosk-button",onclick:own(camera)},icon("camera"),"用相机扫胸卡"):null));return h("d\
iv",{class:`kiosk-start${called?" is-called":""}`,onclick:begin},h("header",{class:"kiosk-place"},h("span",null,state.site),fullScreenButton(),state.device.gate?h("button",{type:"button",class:"kiosk-\
corner",onclick:own(()=>away("visitors"))},icon("person"),"访客登记"):null,h("b",null,state.device.name)),callCards(state,away),h("div",{class:"kiosk-field"},hero,called||counting||!state.quiz?bigPicture(
called||counting?"alarm":"fire"):quizCard(state.quiz,own(quiz))),counting?null:h("ol",{class:"kiosk-steps"},...[["person","就位","工号和 PIN 码，或刷胸卡"],["radio","做决定","听通报，限时选择"],
["law","看复盘","哪里对，依据哪条"]].map(([name,title,words])=>h("li",null,icon(name),h("b",null,title),h("span",null,words)))))}var callKey=({calls,device})=>`${calls.map(({muster,id})=>`${muster}\
/${id}`)}:${device.gate}`;function callCards({calls},away){let go=({muster,id})=>event=>[event.stopPropagation(),away(`muster/${muster}/${id}`)];return h("div",{class:"kiosk-calls",role:"status"},...calls.
map(call=>h("section",{class:`kiosk-call is-${call.kind==="真实险情"?"live":"drill"}`},icon("team"),h("div",null,h("h2",null,`清点已开始：${call.point}`),h("p",null,`${call.kind}，${dayAndTime(
call.started)} 开始。由这台终端清点。`)),h("button",{type:"button",class:"kiosk-button is-big",onclick:go(call)},icon("check"),"去清点"))))}var bigPicture=name=>h("div",{class:"kiosk-pic\
ture","aria-hidden":"true"},icon(name));function quizCard(quiz,play){return h("section",{class:"kiosk-quiz-card","aria-labelledby":"kiosk-quiz-title"},icon("quiz"),h("h2",{id:"kiosk-quiz-title"},"三分钟安\
全问答"),h("p",null,`${quiz.items} 道题，答完马上知道为什么。不用登录，不记名字。`),h("button",{type:"button",class:"kiosk-button is-big",onclick:play},icon("play"),"来试试"),
h("p",{class:"kiosk-quiz-count"},quiz.today?`今天已有 ${quiz.today} 人答完`:"今天还没有人答过"))}function lobby(state,{start,leave,away}){let cards=state.scenarios.map(scenario=>h("arti\
cle",{class:"kiosk-scenario"},h("div",null,h("h2",null,scenario.title),h("p",null,scenario.summary),h("p",{class:"kiosk-meta"},h("span",null,scenario.place),h("span",null,`最多 ${scenario.nodes} 个决策`),
h("span",null,`${scenario.minutes} 分钟以内`))),h("button",{type:"button",class:"kiosk-button is-primary is-big",onclick:e=>start(scenario.id,e.currentTarget)},icon("play"),"单人练习")));return h(
"div",{class:"kiosk-lobby"},h("header",null,h("h1",{tabindex:"-1"},`${state.seat.name}，您好`),h("button",{type:"button",class:"kiosk-button",onclick:leave},icon("back"),"离开")),callCards(state,
away),h("p",{class:"kiosk-rules"},"单人练习由您扮演全部角色。每个问题有时限，选项点两下才算数。中途断网、重启都能接着做。"),state.scenarios.length?h("p",{class:"\
kiosk-rules is-team"},icon("team"),"组队演练由导调开始，开始后这里会自动进入。"):null,...cards,...state.scenarios.length===1?roleTiles(state.scenarios[0].roles):[],state.scenarios.
length?null:h("p",{class:"kiosk-empty"},"还没有可用的演练情景，请联系培训师。"))}function roleTiles(roles){return[h("h3",null,"您要轮流担当"),h("ul",{class:"kiosk-roles"},...roles.
map(role=>h("li",null,h("strong",null,role.title),role.duty)))]}function notice(title,words,...rest){return h("div",{class:"kiosk-notice"},icon("tablet"),h("h1",{tabindex:"-1"},title),h("p",null,words),
...rest)}function leaveButton(words,leave){let button=h("button",{type:"button",class:"kiosk-button is-quiet"},icon("back"),"离开演练");return button.addEventListener("click",()=>button.classList.
contains("is-asking")?leave():(button.classList.add("is-asking"),button.replaceChildren(words()),setTimeout(()=>{button.classList.remove("is-asking"),button.replaceChildren(icon("back"),"离开演练")},
4e3))),button}var YES_NO_WORDS=[{id:"true",text:"对"},{id:"false",text:"不对"}],LAST_WORDS=[[1,"全对！把今天记住的讲给工友听。"],[.65,"不错。看过解释的，下回就不会错。"],[0,"错了不要紧，\
今天看过一遍，真遇上就不慌。"]];function quizPanel({back}){let body=h("div",{class:"kiosk-quiz-body"}),dots=h("ol",{class:"kiosk-quiz-dots","aria-label":"进度"}),el=h("section",{class:"\
kiosk-quiz"},h("header",null,h("strong",null,"三分钟安全问答"),dots,h("button",{type:"button",class:"kiosk-button",onclick:back},icon("back"),"不答了")),body),items=[],verdicts=[];function show(...children){
var _a;body.replaceChildren(...children.filter(Boolean)),body.scrollTop=0,(_a=body.querySelector("[tabindex='-1']"))==null||_a.focus({preventScroll:!0})}function drawDots(now){dots.replaceChildren(...items.
map((_,i)=>{let known=verdicts[i]===void 0?i===now?"正在答":"还没答":verdicts[i]?"答对":"答错",mark=verdicts[i]===void 0?String(i+1):icon(verdicts[i]?"check":"cross");return h("li",{class:verdicts[i]===
void 0?i===now?"is-now":null:verdicts[i]?"is-right":"is-wrong"},mark,h("span",{class:"anpei-spoken"},`第 ${i+1} 题${known}`))}))}async function begin(){var _a;verdicts=[],show(h("p",{class:"kiosk-qu\
iz-wait",role:"status"},"正在取题…"));try{let{status,data}=await api("api/kiosk/quiz",{method:"POST",body:{},signal:(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,8e3)});if(status!==200)
throw new Error(`quiz: ${status}`);items=data.items,ask(0)}catch{trouble(begin)}}function trouble(again){show(h("h1",{tabindex:"-1"},"连不上服务器"),h("p",null,"请稍等一下再试。"),h("but\
ton",{type:"button",class:"kiosk-button is-primary is-big",onclick:again},"再试一次"))}function ask(n){let{spec,topic}=items[n];drawDots(n);let options=(spec.kind==="truefalse"?YES_NO_WORDS:spec.options).
map((option,i)=>h("button",{type:"button",class:"kiosk-answer","data-id":option.id,onclick:()=>answer(n,option.id,buttons)},h("span",{class:"kiosk-letter","aria-hidden":"true"},spec.kind==="truefalse"?
icon(option.id==="true"?"check":"cross"):"ABCDEF"[i]),h("span",null,option.text))),buttons=h("div",{class:`kiosk-answers is-${spec.kind}`,role:"group","aria-label":"选项"},...options),picture=spec.media?
h("img",{class:"kiosk-quiz-picture",src:baseUrl()+spec.media.src,alt:spec.media.alt}):null;show(h("p",{class:"kiosk-quiz-topic"},`${topic} · 第 ${n+1} 题，共 ${items.length} 题`),text(h("h1",{tabindex:"\
-1"}),spec.stem),picture,buttons)}async function answer(n,id,buttons){var _a;let{item,spec}=items[n],all=[...buttons.children];all.forEach(button=>button.disabled=!0);let chosen=all.find(button=>button.
dataset.id===id);chosen.classList.add("is-chosen");try{let value=spec.kind==="truefalse"?id==="true":id,{status,data}=await api(`api/kiosk/quiz/${item}`,{method:"POST",body:{value,last:n===items.length-
1},signal:(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,8e3)});if(status!==200)throw new Error(`quiz: ${status}`);explain(n,all,chosen,data)}catch{all.forEach(button=>button.disabled=!1),chosen.
classList.remove("is-chosen"),announce("连不上服务器，请再点一次。"),body.querySelector(".kiosk-quiz-lost")||body.append(h("p",{class:"kiosk-quiz-lost"},"连不上服务器，请再点一次。"))}}
function explain(n,all,chosen,told){var _a,_b;verdicts[n]=told.right,drawDots(n),(_a=body.querySelector(".kiosk-quiz-lost"))==null||_a.remove(),(_b=all.find(button=>button.dataset.id===String(told.right_value)))==
null||_b.classList.add("is-right"),told.right||chosen.classList.add("is-wrong");let last=n===items.length-1,next=h("button",{type:"button",class:"kiosk-button is-primary is-big",onclick:()=>last?end():
ask(n+1)},last?"看结果":"下一题"),why=h("section",{class:`kiosk-why is-${told.right?"right":"wrong"}`,tabindex:"-1","aria-label":"解释"},h("h2",null,icon(told.right?"check":"cross"),told.right?
"答对了":"答错了"),text(h("div",{class:"kiosk-why-text"}),told.explanation),told.cards.length?h("ul",{class:"kiosk-why-laws"},...told.cards.map(card=>h("li",null,icon("law"),`《${card.law}》${card.
article}`,card.status==="现行"?"":h("b",null,card.status)))):null,next);body.append(why),why.focus({preventScroll:!0}),why.scrollIntoView({block:"nearest",behavior:"smooth"}),announce(told.right?"答对\
了":"答错了")}function end(){let right=verdicts.filter(Boolean).length,[,words]=LAST_WORDS.find(([share])=>right/items.length>=share);show(h("div",{class:"kiosk-quiz-end"},h("p",{class:"kiosk-quiz\
-score"},h("b",null,String(right)),` / ${items.length}`),h("h1",{tabindex:"-1"},words),h("p",null,"这里不记名字。用工号就位，还可以练一次真的应急演练。"),h("div",{class:"kios\
k-buttons"},h("button",{type:"button",class:"kiosk-button is-big",onclick:begin},icon("play"),"再来一轮"),h("button",{type:"button",class:"kiosk-button is-primary is-big",onclick:back},"完成"))))}
return begin(),{el}}var POLL_IDLE=2e3,POLL_RUN=1e4,QUIZ_IDLE=45,SAID=8e3,refusalWords=data=>{var _a,_b;return[(_a=data.error)==null?void 0:_a.message,(_b=data.error)==null?void 0:_b.way_out].filter(Boolean).join("")||"没有\
成功，请再试一次。"};function render2({el}){let screen=h("main",{class:"kiosk-screen"}),bar=h("footer",{class:"kiosk-bar",hidden:!0}),toast=h("p",{class:"kiosk-toast",role:"status",hidden:!0}),
root=h("div",{class:"anpei anpei-kiosk drill-dark"},screen,bar,toast);el.append(root);let box=outbox(()=>player==null?void 0:player.link(),refusal=>player==null?void 0:player.refused(refusal)),idle=idleTimer(
showIdle,goHome),state=null,shown="",player=null,doing="",leaveDoing=null,emergency=!1,said="",hush=0,idleLeft=null,failed=0,timer=0,polling=!1;function showIdle(left){idleLeft=left,drawToast()}function say(words){
clearTimeout(hush),said=words,words&&(hush=setTimeout(()=>say(""),SAID)),drawToast()}function drawToast(){let words=said||(idleLeft===null?"":`${idleLeft} 秒后回到开始画面，碰一下屏幕就留下`);
toast.hidden=!words,toast.classList.toggle("is-problem",!!said),setWords(toast,words)}function show(key,make,{idleAfter=0}={}){var _a;if(idle.set(idleAfter),shown===key)return;shown=key,say(""),leaveDoing==
null||leaveDoing(),leaveDoing=null,player&&!key.startsWith("run:")&&stopPlaying();let made=make();screen.replaceChildren(made),(_a=made.querySelector("[tabindex='-1']"))==null||_a.focus({preventScroll:!0})}
async function poll(){var _a;if(clearTimeout(timer),!polling){polling=!0;try{let{status,data}=await api("api/kiosk/state",{signal:(_a=AbortSignal.timeout)==null?void 0:_a.call(AbortSignal,ANSWER_WAIT)});
if(status===403||status===401)unenrolled(data.error);else if(status===200)take(data);else throw new Error(`state: ${status}`);failed=0}catch{++failed>2&&!player&&show("offline",()=>notice("连不上服务器",
"正在重新连接，恢复后自动继续。",...keptWords()))}polling=!1,clearTimeout(timer),timer=setTimeout(poll,player&&!failed?POLL_RUN:POLL_IDLE)}}let keptWords=()=>box.count()?[h("p",{class:"\
kiosk-kept"},`${box.count()} 条决定已存在本机，恢复后自动送出。`)]:[];function unenrolled(error){stopPlaying(),show("out",()=>notice((error==null?void 0:error.message)??"这台设备还没有登记",
(error==null?void 0:error.way_out)??"请联系管理员。"))}function take(data){let news=(now,before)=>now.some(({muster})=>!(before!=null&&before.some(known=>known.muster===muster))),called=data.reserved&&
data.reserved!==(state==null?void 0:state.reserved)||news(data.calls,state==null?void 0:state.calls);state=data,state.run&&state.seat?play(state.run,state.seat.staff_no):state.seat?show(`lobby:${state.
seat.staff_no}:${state.scenarios.map(each=>each.id)}:${callKey(state)}`,()=>lobby(state,{start,leave:goHome,away}),{idleAfter:state.idle}):doing&&!(called&&doing==="quiz")&&shown!=="offline"?idle.set(
state.idle):rest()}function rest(){var _a;doing="",show(`start:${state.reserved}:${state.roles}:${(_a=state.quiz)==null?void 0:_a.today}:${callKey(state)}`,()=>startScreen(state,{begin:()=>begin(),quiz,
camera:cameraAllowed()?camera:null,away}))}async function away(path){(!state.seat||await stood())&&await goWhenThere(path,say)}function begin({name="",badge="",problem=""}={}){doing="tap";let panel=tapInPanel(
{enter:(staffNo,pin)=>enter(badge?{badge,pin}:{staff_no:staffNo,pin}),back:home,who:name,title:state.reserved?`就位：${state.reserved}`:"请就位"});shown="",show("tap",()=>panel.el,{idleAfter:state.
idle}),panel.tell(problem),panel.focus()}function quiz(){doing="quiz",show("quiz",()=>quizPanel({back:home}).el,{idleAfter:Math.max(state.idle,QUIZ_IDLE)})}function camera(){doing="camera";let panel=cameraPanel(
{found:scanned,back:home});show("camera",()=>panel.el,{idleAfter:state.idle}),leaveDoing=panel.stop}function home(){state&&!state.seat&&rest(),poll()}let listening=()=>!!(state&&!state.seat&&!player&&
!emergency)&&!["out","offline"].includes(shown);async function scanned(badge){let{told,words}=await tapIn({badge});told!=null&&told.needs_pin?begin({name:told.name,badge}):told||begin({problem:words})}
async function enter(sent){return(await tapIn(sent)).words}async function tapIn(sent){var _a;try{let{status,data}=await api("api/kiosk/tap-in",{method:"POST",body:sent,signal:(_a=AbortSignal.timeout)==
null?void 0:_a.call(AbortSignal,ANSWER_WAIT)});return status!==200?{words:refusalWords(data)}:(data.needs_pin||(doing="",await poll()),{told:data,words:""})}catch{return{words:"连不上服务器，请稍后再试。"}}}
async function start(scenario,button){button.disabled=!0,say("");try{let{status,data}=await api("api/kiosk/start",{method:"POST",body:{scenario}});status===200?play(data.run,state.seat.staff_no):say(refusalWords(
data))}catch{say("连不上服务器，请稍后再试。")}button.disabled=!1,poll()}async function stood(){try{let{status,data}=await api("api/kiosk/leave",{method:"POST",body:{}});return status!==200&&
say(refusalWords(data)),status===200}catch{return say("连不上服务器，恢复后再离开。"),!1}}async function goHome(){if(!(state!=null&&state.seat))return home();if(doing="",!!await stood())
return stopPlaying(),shown="",poll()}function play(run,person){(player==null?void 0:player.run)===run&&player.person===person||(stopPlaying(),doing="",player=makePlayer({run,person,device:state.device.
id},box,{ended,lost:poll}),show(`run:${run}:${person}`,()=>player.el),bar.hidden=!1,bar.classList.add("is-floating"),bar.replaceChildren(leaveButton(()=>`再点一次就离开，${(player==null?void 0:
player.leaving())??""}`,goHome)))}function ended(view){var _a;idle.set(state!=null&&state.idle?state.idle*2:120),bar.classList.remove("is-floating");let same2=view.solo&&view.how!=="real"&&((_a=state==
null?void 0:state.scenarios)==null?void 0:_a.find(scenario=>scenario.title===view.title)),again=same2&&h("button",{type:"button",class:"kiosk-button",onclick:e=>start(same2.id,e.currentTarget)},icon("\
play"),"再练一次");bar.replaceChildren(again||"",h("button",{type:"button",class:"kiosk-button is-primary",onclick:goHome},"完成")),view.how==="real"&&emergencyNews()}function stopPlaying(){player==
null||player.stop(),player=null,bar.hidden=!0}let stops=[lockKiosk(root),wedgeReader(scanned,listening),watchEmergency(root,standing=>emergency=!!standing)];return box.flush(),poll(),()=>{clearTimeout(
timer),idle.stop(),box.stop(),stopPlaying(),leaveDoing==null||leaveDoing(),stops.forEach(stop=>stop()),root.remove()}}var widget_default2={render:render2};export{widget_default2 as default};
