function h(tag,attrs,...children){let el=document.createElement(tag);for(let[key,value]of Object.entries(attrs??{}))value==null||value===!1||(typeof value=="function"?el.addEventListener(key.slice(2),
value):key==="class"?el.className=value:el.setAttribute(key,value===!0?"":String(value)));return el.append(...children.flat().filter(c=>c!=null&&c!==!1)),el}var one=(root,selector)=>root.querySelector(
selector),all=(root,selector)=>[...root.querySelectorAll(selector)];function setWords(el,words){el.textContent!==words&&(el.textContent=words)}function svgEl(tag,attrs,...children){let el=document.createElementNS(
"http://www.w3.org/2000/svg",tag);return Object.entries(attrs??{}).forEach(([key,value])=>{typeof value=="function"?el.addEventListener(key.slice(2),value):value!=null&&el.setAttribute(key,String(value))}),
el.append(...children.flat(1/0).filter(c=>c!=null&&c!==!1)),el}var last=list=>list[list.length-1];var clockText=ms=>{let seconds=Math.max(0,Math.floor(ms/1e3));return`${String(Math.floor(seconds/60)).padStart(2,"0")}:${String(seconds%60).padStart(2,"0")}`};function put(model,key,value){model.set(key,value),model.save_changes()}var ICONS={check:"M5 12.5l4.5 4.5L19 7.5",cross:"M6.5 6.5l11 11M17.5 6.5l-11 11",part:"M6 12h12",up:"M12 19V5.5M5.5 12L12 5.5l6.5 6.5",down:"M12 5v13.5M5.5 12l6.5 6.5 6.5-6.5",grip:"M9 6h.01M15 6h.01M\
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
"path",{d:ICONS[name]});return svgEl("svg",{viewBox:"0 0 24 24",class:`anpei-icon anpei-icon-${name}`,"aria-hidden":"true"},path)}function uuid(){let b=crypto.getRandomValues(new Uint8Array(16));return b[6]=b[6]&15|64,b[8]=b[8]&63|128,Array.from(b,x=>x.toString(16).padStart(2,"0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/,"$\
1-$2-$3-$4-")}var CHANNELS={radio:"对讲机",phone:"电话",alarm:"报警",picture:"画面"},EMPTY="<svg xmlns='http://www.w3.org/2000/svg'/>",TOO_ACTIVE="script, foreignObject, iframe, a, animate, set, use, image";
function runClock(){let base=0,heard=performance.now(),pace=0;return{set(ms,running,speed=1){[base,heard,pace]=[ms,performance.now(),running?speed:0]},now:()=>base+pace*(performance.now()-heard)}}function sitePlan(){
let host=h("div",{class:"drill-plan"}),shadow=host.attachShadow({mode:"open"}),source=null,shown="";return{el:host,draw(svg){if(svg===source)return;[source,shown]=[svg,""];let parsed=new DOMParser().parseFromString(
svg||EMPTY,"image/svg+xml");parsed.querySelectorAll(TOO_ACTIVE).forEach(e=>e.remove()),parsed.querySelectorAll("*").forEach(e=>{for(let{name}of[...e.attributes])/^on|href$/i.test(name)&&e.removeAttribute(
name)});let look=h("style");look.textContent=PLAN_LOOK,shadow.replaceChildren(look,document.importNode(parsed.documentElement,!0))},show(layers){let key=layers.join();key!==shown&&(shown=key,all(shadow,
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
return h("li",{class:`drill-mate is-${state}${you?" is-you":""}`},icon(mark),h("span",null,h("b",null,you?"你":name),h("span",{class:"drill-mate-role"},roles.join("、"))),h("span",{class:"anpei-spok\
en"},words))}function dutyList(duties){return h("section",{class:"drill-duties","aria-label":"你的职责"},h("h3",null,"你的职责"),h("ul",null,...duties.map(({title,duty})=>h("li",null,h("strong",
null,title),duty))))}function waitingRoom(view){if(view.blind)return h("section",{class:"drill-card drill-room"},h("h2",{tabindex:"-1"},"已就位，等待开始"),h("p",{class:"drill-room-lead",role:"\
status"},"情景和角色在演练开始时公布。"));let{members,missing}=view.team??{members:[],missing:[]};return h("section",{class:"drill-card drill-room"},h("h2",{tabindex:"-1"},"已就位，等待开始"),
h("p",{class:"drill-room-lead",role:"status"},missing.length?`还缺：${missing.join("、")}`:"角色都有人了"),h("ul",{class:"drill-room-list","aria-label":"谁在"},...members.map(member=>h("li",
{class:member.you?"is-you":null},icon(MATES[member.state][0]),h("strong",null,member.you?`${member.name}（你）`:member.name),h("span",null,member.roles.join("、"))))),dutyList(view.you.duties),h("\
p",{class:"drill-room-note"},"席位坐满自动开始，导调也可以提前开始。请先看平面图和出口。"))}function teamBoard(view){let latest=view.team.achieved.slice(-5).reverse();return[
dutyList(view.you.duties),h("section",{class:"drill-handled","aria-label":"全队已做到"},h("h3",null,`全队已做到 ${view.team.achieved.length} 项`),latest.length?h("ul",null,...latest.map(line=>h(
"li",null,icon("check"),h("span",null,line.text),h("time",null,clockText(line.at))))):h("p",null,"做到一项，这里亮一项。听通报，按自己的职责来。"))]}var VERDICTS={right:["check","做得对"],partial:["part","可以更好"],wrong:["cross","有危险"],late:["clock","没来得及"]};function lawCards(cards){return h("ul",{class:"debrief-laws"},...cards.
map(card=>h("li",{class:card.status==="现行"?null:"is-unsure"},h("p",null,icon("law"),h("strong",null,card.title),h("span",{class:"debrief-status"},card.status)),card.gist?h("p",{class:"debrief-gist"},
card.gist):null)))}function teamStep(step,index){return h("li",{class:"debrief-step is-team"},h("header",null,h("span",{class:"debrief-role"},`第 ${index+1} 步 · ${step.role}`)),h("h3",null,step.question),
h("dl",null,h("dt",null,"应当"),h("dd",{class:"debrief-best"},step.right)),h("p",{class:"debrief-note"},step.why),lawCards(step.cards))}function debriefSteps(d){let steps=d.steps.map((step,index)=>[
step,index]),theirs=steps.filter(([step])=>!step.mine),own=steps.filter(([step])=>step.mine);return theirs.length?[h("h3",{class:"debrief-part"},`你的部分：${own.length} 步，答对 ${d.mine.right}\
 步`),own.length?h("ol",{class:"debrief-steps"},...own.map(([step,i])=>debriefStep(step,i))):h("p",{class:"debrief-none"},d.roles.length?"这一次没有轮到你做决定。全队的结果同样记入你的培训档案。":
"这一次你没有担任角色。培训档案里记你已参加，不评合格与否。"),h("h3",{class:"debrief-part"},`队友的部分：${theirs.length} 步，看看应当怎么做`),h("ol",{class:"\
debrief-steps"},...theirs.map(([step,i])=>teamStep(step,i)))]:[h("ol",{class:"debrief-steps"},...own.map(([step,i])=>debriefStep(step,i)))]}function debriefStep(step,index){let[name,words]=VERDICTS[step.
verdict];return h("li",{class:`debrief-step is-${step.verdict}`},h("header",null,h("span",{class:"debrief-verdict"},icon(name),words),h("span",{class:"debrief-role"},`第 ${index+1} 步 · ${step.role}`),
h("span",{class:"debrief-time"},`想了 ${step.elapsed} 秒`,step.cost?h("b",null,`耽误 ${step.cost} 秒`):null)),h("h3",null,step.question),h("dl",null,h("dt",null,"你的选择"),h("dd",null,step.
chosen||"没有选",step.forbidden?h("b",{class:"debrief-forbidden"},"禁忌"):null),step.best?h("dt",null,"应当"):null,step.best?h("dd",{class:"debrief-best"},step.best):null),step.delayed?h("p",{class:"\
debrief-delayed"},icon("away"),"网络中断，按点选时刻计；现场当时按超时发展。"):null,h("p",{class:"debrief-note"},step.note),step.why!==step.note?h("p",{class:"debrief-why"},step.
why):null,lawCards(step.cards))}function objectiveBar({title,score,max}){let percent=max?Math.round(100*score/max):0,filled=h("i"),bar=h("span",{class:"debrief-bar","aria-hidden":"true"},filled);return filled.
style.width=`${percent}%`,h("li",{class:percent>=60?null:"is-low"},h("span",null,title),bar,h("b",null,`${percent}%`))}function correctionList(corrections){return corrections!=null&&corrections.length?
h("div",{class:"debrief-corrections"},h("p",null,icon("pencil"),"导调更正了得分"),h("ul",null,...corrections.map(each=>h("li",null,`${each.what}改为 ${each.points} / ${each.most}：${each.reason}`)))):
null}function debriefPage(view){let d={...view.debrief,roles:view.you.roles},minutes=`${Math.floor(d.seconds/60)} 分 ${d.seconds%60} 秒`,facts=[["答对",`${d.right} / ${d.asked} 步`],["耽误",`${d.
lost} 秒`],["禁忌动作",`${d.forbidden} 次`],["用时",minutes]];return h("div",{class:"debrief"},h("aside",{class:"debrief-sum",tabindex:"0","aria-label":"成绩"},h("p",{class:`debrief-result i\
s-${d.passed?"passed":"failed"}`},icon(d.passed?"check":"warn"),`${d.steps.some(step=>!step.mine)?"全队":""}${d.passed?"合格":"还要再练"}`),h("h2",{tabindex:"-1"},h("span",{class:"debrief-perc\
ent"},String(d.percent)),"分"),h("p",{class:"debrief-mark"},d.how==="time"?"到达时限，没有做完":`${d.pass_mark} 分合格，且不能有禁忌动作`),h("p",{class:"debrief-words"},d.verdict),
correctionList(d.corrections),h("dl",{class:"debrief-facts"},...facts.flatMap(([k,v])=>[h("dt",null,k),h("dd",null,v)])),h("ul",{class:"debrief-objectives"},...d.objectives.map(objectiveBar))),h("div",
{class:"debrief-body",tabindex:"0",role:"region","aria-label":"逐步复盘"},...debriefSteps(d),h("section",{class:"debrief-takeaways"},h("h3",null,"带走这几条"),h("ul",null,...d.takeaways.map(t=>h(
"li",null,h("p",null,t.text),lawCards(t.cards)))))))}var LETTER_KEYS={a:0,b:1,c:2,d:3,1:0,2:1,3:2,4:3},SECOND_TAP=350,SETTLE=500,RING=2*Math.PI*44;function countdown(){let number=h("span",{class:"drill-ring-number"}),el=h("div",{class:"drill-ring",role:"\
timer","aria-label":"剩余时间"}),circle=attrs=>svgEl("circle",{cx:50,cy:50,r:44,...attrs}),arc=circle({class:"drill-ring-run","stroke-dasharray":RING});return el.append(svgEl("svg",{viewBox:"0 0 1\
00 100","aria-hidden":"true"},circle(),arc),number),{el,show(left,limit){let seconds=Math.ceil(left/1e3);setWords(number,String(seconds)),arc.style.strokeDashoffset=String(Math.round(RING*(1-left/limit))),
el.classList.toggle("is-short",seconds<=10),el.classList.toggle("is-last",seconds<=5)}}}function waitingWords(link,full){return link!=="off"?"已选定，正在送出…":full?"还没有送出，请不要关闭或刷新本页":
"已存在本机，网络恢复后自动送出"}function resting(buttons){let waking=0;return(some,ms)=>{let wake=()=>buttons.forEach(button=>button.removeAttribute("aria-disabled"));clearTimeout(waking),
wake(),some.forEach(button=>button.setAttribute("aria-disabled","true")),waking=setTimeout(wake,ms)}}function question(node,{decide,leftNow}){let ring=countdown(),heading=h("h2",{class:"drill-question",
tabindex:"-1",id:`q-${node.id}`},node.question),note=h("p",{class:"drill-note",role:"status"},"点一下选中，再点一下确定"),chosen=null,sent=!1,told="",buttons=node.options.map(option=>h("bu\
tton",{type:"button",class:"drill-option","aria-pressed":"false",onclick:event=>tap(option,event.currentTarget)},h("span",{class:"drill-letter","aria-hidden":"true"},option.id.toUpperCase()),h("span",
{class:"drill-option-body"},h("span",{class:"drill-option-text"},option.text),h("span",{class:"drill-confirm"},"再点一次确定")))),rest=resting(buttons);function mark(id,words,locked){node.options.
forEach((option,i)=>{buttons[i].setAttribute("aria-pressed",String(option.id===id)),buttons[i].classList.toggle("is-chosen",option.id===id),buttons[i].disabled=locked}),setWords(note,words),el.classList.
toggle("is-sent",locked)}function tap(option,button){if(!(sent||button.hasAttribute("aria-disabled"))){if(chosen!==option.id){chosen=option.id,mark(chosen,`已选 ${option.id.toUpperCase()}，再点一次确定`,
!1),rest([button],SECOND_TAP);return}decide({node:node.id,option:option.id,elapsed:Math.round(node.limit-leftNow())})}}let el=h("section",{class:"drill-card","aria-labelledby":`q-${node.id}`},h("heade\
r",{class:"drill-card-head"},ring.el,h("div",null,h("p",{class:"drill-role"},icon("person"),`你现在是${node.role}`),heading)),h("div",{class:"drill-options",role:"group","aria-labelledby":`q-${node.
id}`},...buttons),note);return rest(buttons,SETTLE),{el,heading,key:name=>{var _a;return(_a=buttons[LETTER_KEYS[name]])==null?void 0:_a.click()},tick:()=>ring.show(leftNow(),node.limit),hold(pending,{
link,refused,full}){refused&&!pending&&told!==refused.id&&mark(chosen=null,`${refused.words}请再选一次`,!1),told=(refused==null?void 0:refused.id)??"",sent=!!pending||sent&&!refused,pending&&mark(
pending.option,waitingWords(link,full),!0)},close(){sent||mark(chosen,"时间到",!0)}}}var leftOf=(view,now)=>view!=null&&view.node?Math.max(0,view.node.left-(now-view.clock)):0;function offlineWords(link,kept,full){return kept&&full?`本机存不下，${kept} 条决定还没有送出，请不要关闭或刷新本页。`:
link!=="off"?"":kept?`网络断开了，正在重新连接。${kept} 条决定已存在本机，恢复后自动送出，按点选时刻计。`:"网络断开了，正在重新连接。可以照常选择，先存在本机，恢复后自动送出，按点选时刻计。"}var ENDED_WORDS={stopped:["演练已由导调终止","这一次不计入培训档案。有疑问请问导调员。"],left:["演练已结束","参演人员中途离开，这一次不计入培训档案。"],
abandoned:["演练已结束","很久没有人继续，系统自动结束了这次演练，不计入培训档案。"],real:["演练中止","发生真实险情，这一次不计入培训档案。请听从现场指挥。"]};
function waitingCard(view){if(view.status==="waiting")return waitingRoom(view);let newest=last(view.radio),paused=view.status==="paused";return h("section",{class:`drill-card drill-waiting${view.team?
" is-team":""}`},icon(paused?"pause":"radio"),h("h2",{tabindex:"-1"},paused?"演练暂停，请原地等候":"情况在发展，请留意通报"),newest?h("p",{class:"drill-last"},newest.text):null,...view.
team?teamBoard(view):[])}function endedCard(view){let[title,words]=ENDED_WORDS[view.how]??["演练结束","请看复盘。"];return h("section",{class:"drill-ended"},icon("stop"),h("h2",{tabindex:"-1"},
title),h("p",null,words))}function header(view,clock,link){let roles=view.you.roles;return[h("div",{class:"drill-title"},h("strong",null,view.title),h("span",null,view.place)),h("ol",{class:"drill-pha\
ses","aria-label":"阶段"},...view.phases.map(phase=>h("li",{class:phase.on?"is-on":null,"aria-current":phase.title===view.phase?"step":null},phase.title))),h("div",{class:"drill-you"},h("strong",null,
view.you.name),h("span",null,roles.length>3?"全部角色":roles.join("、"))),link,clock]}var LINKS={ok:["check","在线"],slow:["wait","连接中"],off:["away","离线"]};function linkPart(){let el=h(
"span",{class:"drill-link",role:"status"});return{el,show(link,kept){let[name,words]=LINKS[link];el.className=`drill-link is-${link}`,el.replaceChildren(icon(name),kept&&link!=="ok"?`${words} · 已保存 ${kept}\
 条`:words)}}}function sayings(read){let offline=h("p",{class:"drill-offline",role:"alert",hidden:!0}),unheard=h("div",{class:"drill-refused",role:"alert"});return{el:h("div",{class:"drill-says"},offline,
unheard),show(words,refused){offline.hidden=!words,setWords(offline,words);let key=refused.map(({id})=>id).join();unheard.dataset.told!==key&&(unheard.dataset.told=key,unheard.replaceChildren(...refused.
map(({id,words:why})=>h("p",null,`之前的决定：${why}`,h("button",{type:"button",class:"drill-read",onclick:()=>read(id)},"知道了")))))}}}function sidePart(decide,leftNow){let el=h("div",{class:"\
drill-side"}),asked=null,kind="";function place(next,card,focus){next!==kind&&(kind=next,el.replaceChildren(card),focus==null||focus.focus({preventScroll:!0}))}return{el,asked:()=>asked,show(view){var _a;
if(view.node&&view.status!=="paused")return(!asked||kind!==`ask:${view.node.id}`)&&(asked=question(view.node,{decide,leftNow})),place(`ask:${view.node.id}`,asked.el,asked.heading);asked=null;let card=waitingCard(
view),heading=document.activeElement===document.body?one(card,"h2"):null;return place(`wait:${view.status}:${(_a=last(view.radio))==null?void 0:_a.id}:${JSON.stringify(view.team)}`,card,heading)}}}function stagePart(side){
let plan=sitePlan(),meters=h("div",{class:"drill-meters"}),radio=h("ol"),log=h("div",{class:"drill-radio",role:"log","aria-live":"polite","aria-label":"通报",tabindex:"0"},radio),el=h("div",{class:"\
drill-stage"},h("div",{class:"drill-scene"},meters,plan.el,log),side),ended="";return{el,plan,show(view){plan.show(view.layers),meters.replaceChildren(...meterTiles(view.meters)),growLog(radio,view.radio)},
end(view){var _a;let finished=view.debrief&&!ENDED_WORDS[view.how],now=`${view.how}:${JSON.stringify(view.debrief)}`;if(ended===now)return;let first=!ended;ended=now,el.replaceChildren(finished?debriefPage(
view):endedCard(view)),el.classList.add("is-ended"),first&&((_a=one(el,"h2"))==null||_a.focus({preventScroll:!0}))}}}var keyed=side=>event=>{var _a;!event.ctrlKey&&!event.altKey&&!event.metaKey&&((_a=
side.asked())==null||_a.key(event.key))};function drawFoot(foot,{team,...rest}){let told=JSON.stringify(team);foot.dataset.told!==told&&(foot.dataset.told=told,foot.replaceChildren(...teamStrip({team,
...rest})))}function render({model,el}){let clock=runClock(),clockEl=h("time",{class:"drill-clock","aria-label":"演练用时"}),head=h("header",{class:"drill-head"}),foot=h("footer",{class:"drill-foo\
t"}),link=linkPart(),leftNow=()=>leftOf(model.get("view"),clock.now()),side=sidePart(decision=>put(model,"decision",{...decision,uuid:uuid()}),leftNow),stage=stagePart(side.el),says=sayings(id=>put(model,
"read",id)),root=h("div",{class:"anpei anpei-scenario_player drill-dark",onkeydown:keyed(side)},head,says.el,stage.el,foot);el.append(root);function drawView(){let view=model.get("view");view!=null&&view.
status&&(clock.set(view.clock,view.status==="running",view.speed),head.replaceChildren(...header(view,clockEl,link.el)),view.status==="ended"?(foot.replaceChildren(),stage.end(view)):(stage.show(view),
drawFoot(foot,view),side.show(view)),drawState())}function drawState(){var _a,_b,_c;let{link:how="ok",pending=null,refused=[],kept=0,full=!1}=model.get("state")??{},current=(_b=(_a=model.get("view"))==
null?void 0:_a.node)==null?void 0:_b.id;link.show(how,kept),(_c=side.asked())==null||_c.hold((pending==null?void 0:pending.node)===current?pending:null,{link:how,full,refused:refused.find(({node})=>node===
current)}),says.show(offlineWords(how,kept,full),refused.filter(({node})=>node!==current)),tick()}function tick(){var _a,_b;setWords(clockEl,clockText(clock.now())),(_a=side.asked())==null||_a.tick(),
leftNow()<=0&&((_b=side.asked())==null||_b.close())}let drawPlan=()=>{var _a;stage.plan.draw(model.get("plan")),stage.plan.show(((_a=model.get("view"))==null?void 0:_a.layers)??[])},untold=follow(model,
{view:drawView,plan:drawPlan,state:drawState}),timer=setInterval(tick,200);return drawPlan(),drawView(),()=>{clearInterval(timer),untold(),root.remove()}}function follow(model,hooks){for(let[key,hear]of Object.
entries(hooks))model.on(`change:${key}`,hear);return()=>{for(let[key,hear]of Object.entries(hooks))model.off(`change:${key}`,hear)}}var widget_default={render};export{widget_default as default};
