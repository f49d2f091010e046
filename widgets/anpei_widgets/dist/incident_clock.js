var present=list=>list.filter(Boolean);function h(tag,attrs,...children){let el=document.createElement(tag);for(let[key,value]of Object.entries(attrs??{}))value==null||value===!1||(typeof value=="function"?el.addEventListener(key.slice(2),
value):key==="class"?el.className=value:el.setAttribute(key,value===!0?"":String(value)));return el.append(...children.flat().filter(c=>c!=null&&c!==!1)),el}var one=(root,selector)=>root.querySelector(
selector);function svgEl(tag,attrs,...children){let el=document.createElementNS("http://www.w3.org/2000/svg",tag);return Object.entries(attrs??{}).forEach(([key,value])=>{typeof value=="function"?el.addEventListener(
key.slice(2),value):value!=null&&el.setAttribute(key,String(value))}),el.append(...children.flat(1/0).filter(c=>c!=null&&c!==!1)),el}function announce(message){let region=document.getElementById("anpei-announce");region||(region=h("div",{id:"anpei-announce",class:"anpei-spoken",role:"status","aria-live":"polite"}),document.body.append(
region)),region.textContent=region.textContent===message?`${message}​`:message}function put(model,key,value){model.set(key,value),model.save_changes()}function keepFocus(root){root.addEventListener("click",event=>{let target=event.target;if(event.detail>0||!root.isConnected||document.
activeElement!==document.body&&document.activeElement!==target)return;let off=target.matches(":disabled");if(!off&&target.getClientRects().length)return;let beside=off&&target.parentElement&&one(target.
parentElement,"button:enabled, input:enabled");beside||(root.tabIndex=-1),(beside||root).focus()})}var WIDTHS=[21.5,30,34,40,44,48,52,56];function tellWidth(root){let watch=new ResizeObserver(([{contentRect}])=>{
let rem=parseFloat(getComputedStyle(document.documentElement).fontSize);root.dataset.from=WIDTHS.filter(width=>contentRect.width>=width*rem).join(" ")});return watch.observe(root),()=>watch.disconnect()}
function widget(name,draw2,again=["spec","state"]){return{render({model,el}){let root=h("div",{class:`anpei anpei-${name}`});el.append(root),keepFocus(root);let untold=tellWidth(root),stop,redraw=()=>{
stop==null||stop(),root.replaceChildren(),stop=draw2(model,root)};return again.forEach(key=>model.on(`change:${key}`,redraw)),redraw(),()=>{again.forEach(key=>model.off(`change:${key}`,redraw)),stop==
null||stop(),untold(),root.remove()}}}}var ICONS={check:"M5 12.5l4.5 4.5L19 7.5",cross:"M6.5 6.5l11 11M17.5 6.5l-11 11",part:"M6 12h12",up:"M12 19V5.5M5.5 12L12 5.5l6.5 6.5",down:"M12 5v13.5M5.5 12l6.5 6.5 6.5-6.5",grip:"M9 6h.01M15 6h.01M\
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
1-$2-$3-$4-")}var TONE_MARKS={good:"check",weak:"part",harm:"warn"};function cardRadios(legend,rows,pick){let id=uuid(),inputs=rows.map((row,i)=>h("input",{type:"radio",name:id,value:i,onchange:()=>pick(row.value)}));
return{el:h("fieldset",{class:"anpei-choices"},h("legend",null,legend),h("div",{class:"anpei-cards"},rows.map((row,i)=>h("label",{class:"anpei-card"},inputs[i],h("span",null,h("b",null,row.name),row.hint?
h("small",null,row.hint):null))))),inputs,show:value=>inputs.forEach((x,i)=>{x.checked=rows[i].value===value})}}var outcomePanel=(tone,says,...reasons)=>h("div",{class:`anpei-outcome anpei-${tone}`},h(
"p",{class:"anpei-says"},icon(TONE_MARKS[tone]),h("b",null,says)),reasons.flat());var incidentLevel=(indicator,x)=>indicator.from.filter(least=>x>=least).length;function incidentGrade(spec,numbers){let each=spec.indicators.map(indicator=>({indicator,x:numbers[indicator.id]??0,level:incidentLevel(
indicator,numbers[indicator.id]??0)}));if(each.every(row=>row.x===0))return{grade:null,each,deciding:[]};let level=Math.max(...each.map(row=>row.level));return{grade:spec.grades[level],each,deciding:each.
filter(row=>row.x>0&&row.level===level)}}function incidentChain(spec,grade){let last=spec.levels.findIndex(level=>level.id===grade.stop),by=0;return spec.levels.slice(0,last+1).map(level=>(by+=level.minutes??
0,{...level,by}))}function incidentTime(minute){let day=Math.floor(minute/1440),rest=minute%1440;return`${day?"次日 ":""}${Math.floor(rest/60)}:${String(rest%60).padStart(2,"0")}`}var incidentLong=n=>[
n>=60&&`${Math.floor(n/60)} 小时`,n%60&&`${n%60} 分钟`].filter(Boolean).join(" ");function incidentLeft(minutes){return minutes>0?`还剩 ${incidentLong(minutes)}`:minutes===0?"正好到时限":`已\
经迟了 ${incidentLong(-minutes)}`}function incidentWhy(spec,numbers){let{grade,deciding}=incidentGrade(spec,numbers);return grade?deciding[0].level?`${deciding.map(({indicator,x})=>`${indicator.name}\
 ${x} ${indicator.unit}`).join("、")}，到了${grade.name}这一级。`:`三项都没到较大的线，是${grade.name}。`:"没有伤亡，也没有损失，还谈不上等级。"}function incidentOptions(spec,round,moment){
if(moment.ask!=="grade")return moment.options;let numbers=moment.numbers??round.numbers,{grade}=incidentGrade(spec,numbers);return spec.grades.map(g=>({id:g.id,label:g.name,minutes:0,right:g.id===(grade==
null?void 0:grade.id),text:`${g.id===(grade==null?void 0:grade.id)?"对。":"不是。"}${g.id===(grade==null?void 0:grade.id)?incidentWhy(spec,numbers):"三项各看各的，取最高的一项；“以上”含本数。"}`}))}
function incidentLater(spec,{kind,day,died,numbers}){let{days}=spec.kinds.find(each=>each.id===kind);if(!died)return`伤亡人数没有变。变了，自事故发生之日起 ${days} 日内要及时补报。`;
if(day>days)return`第 ${day} 天，过了 ${days} 日的补报期。`;let then={...numbers,deaths:numbers.deaths+died,injured:numbers.injured-died},[was,is]=[numbers,then].map(each=>incidentGrade(spec,
each).grade),inquiry=was.inquiry===is.inquiry?"":"该由上级政府调查的，上级可以另行组织调查组。",moved=was.id===is.id?`还是${is.name}。`:`从${was.name}变成${is.name}。${inquiry}`;
return`第 ${day} 天，在 ${days} 日以内：要及时补报。现在死亡 ${then.deaths} 人、重伤 ${then.injured} 人，${moved}`}function incidentReplay(spec,round,log){var _a;let s={at:0,minute:0,
reported:null,wrong:0,said:null,numbers:round.numbers,day:1,missed:new Set,over:!1,late:0,waiting:!1},arrive=()=>{let moment=round.moments[s.at];moment&&(s.numbers=moment.numbers??s.numbers,s.day=moment.
day??s.day,s.minute=Math.max(s.minute,moment.clock??0))};arrive();for(let token of log){let moment=round.moments[s.at],option=moment&&incidentOptions(spec,round,moment).find(o=>o.id===token);if(option){
if(s.minute+=option.minutes,s.said=option,!option.right){s.wrong+=1,s.missed.add(s.at);continue}option.report&&(s.reported=s.minute),s.at+=1,arrive()}}return s.over=s.at>=round.moments.length,s.late=s.
reported!==null&&s.reported>60?s.reported-60:0,s.waiting=!!((_a=round.moments[s.at])!=null&&_a.before),s}function incidentCosts(grade,income,hid,worst){let money=x=>Number(x.toFixed(2));return{fine:worst?
[grade.fine[0]*2,grade.fine[1]*5]:grade.fine,head:money(income*grade.share/100),hidden:hid?[money(income*.6),money(income)]:null}}function incidentCounter({name,unit,step=1,most},pick){let id=uuid(),clamp=x=>Math.min(most(),Math.max(0,Math.round(x)||0)),input=h("input",{id,type:"number",inputmode:"numeric",min:0,step:1,onchange:()=>pick(
clamp(Number(input.value)))}),by=sign=>h("button",{type:"button",class:"anpei-button","aria-label":`${name}${sign>0?"加":"减"} ${step} ${unit}`,onclick:()=>pick(clamp(Number(input.value)+sign*step))},
sign>0?"+":"−"),[less,more]=[by(-1),by(1)];return{el:h("div",{class:"anpei-inc-counter"},h("label",{for:id},name,h("small",null,`（${unit}）`)),h("div",null,less,input,more)),show(x){input.value=x,
input.max=most(),less.disabled=x<=0,more.disabled=x>=most()}}}function incidentLadder(spec){let el=h("ol",{class:"anpei-inc-ladder"});return{el,show(grade){el.replaceChildren(...spec.grades.map((g,i)=>{
let here=g.id===(grade==null?void 0:grade.id);return h("li",{class:`anpei-inc-step anpei-inc-step-${i}${here?" anpei-inc-here":""}`,"aria-current":here?"step":null},h("span",null,g.name),here?h("small",
null,"就是这一级"):null)}))}}}function incidentRows(spec){let body=h("tbody");return{el:h("table",{class:"anpei-inc-rows"},h("caption",null,"三项各看各的，取最高的一项"),h("thead",null,
h("tr",null,["看哪一项","数","单看它"].map(x=>h("th",{scope:"col"},x)))),body),show(found){body.replaceChildren(...found.each.map(row=>{let decides=row.level>0&&found.deciding.includes(row),alone=row.
x===0?"没有":spec.grades[row.level].name.replace("事故","");return h("tr",{class:decides?"anpei-inc-decides":null},h("th",{scope:"row"},row.indicator.name,h("small",null,row.indicator.says)),h("td",
null,String(row.x)),h("td",null,alone,decides?h("small",null,"由它定级"):null))}))}}}function incidentWay(spec){let el=h("ol",{class:"anpei-inc-way"});return{el,show(grade,got){let chain=grade?incidentChain(
spec,grade):[];el.hidden=!chain.length,el.replaceChildren(...chain.map((level,i)=>h("li",null,h("b",null,level.name),h("span",null,level.says),h("small",null,i===0?`${incidentTime(got)} 接到报告`:
`最晚 ${incidentTime(got+level.by)}`,i===chain.length-1?"，报到这里为止":""))))}}}function incidentRing(){let round=2*Math.PI*42,arc=svgEl("circle",{cx:50,cy:50,r:42,class:"anpei-inc-arc",transform:"\
rotate(-90 50 50)"}),picture=svgEl("svg",{viewBox:"0 0 100 100",class:"anpei-inc-ring","aria-hidden":"true"},svgEl("circle",{cx:50,cy:50,r:42,class:"anpei-inc-rim"}),arc),number=h("b"),words=h("p",{class:"\
anpei-inc-left"}),el=h("div",{class:"anpei-inc-clock"},h("div",{class:"anpei-inc-dial","aria-hidden":"true"},picture,number),words);return{el,show({got,minute,reported=null,waiting=!1}){let at=reported??
minute,left=60-at,tone=waiting?"idle":left<0?"late":left<=15?"near":"fine";if(el.className=`anpei-inc-clock anpei-inc-${tone}`,arc.setAttribute("stroke-dasharray",`${waiting?0:Math.min(at,60)/60*round}\
 ${round}`),number.textContent=waiting?"--":left<0?"迟":String(left),waiting)return words.replaceChildren(h("b",null,"一小时还没开始算"),h("span",null,"从单位负责人接到报告时起算。"));
let now=reported===null?`现在 ${incidentTime(got+minute)}`:`${incidentTime(got+reported)} 报出，用了 ${incidentLong(reported)}`;return words.replaceChildren(h("b",null,reported===null?incidentLeft(
left):left<0?`迟报 ${incidentLong(-left)}`:"在一小时内报出"),h("span",null,`${incidentTime(got)} 接到报告，最晚 ${incidentTime(got+60)} 报到县级以上部门。${now}。`))},words:()=>words.
textContent}}var incidentSources=spec=>h("details",{class:"anpei-inc-sources"},h("summary",null,"依据是哪几条"),h("ul",null,spec.sources.map(words=>h("li",null,words))),h("p",null,"时钟是模拟的，不走真实时间\
。以官方文本为准。"));var incidentCard=({id,name,hint})=>({value:id,name,hint}),GOT=480,BLANK={numbers:{deaths:2,injured:3,loss:180},kind:"other",minutes:20,day:12,died:0,round:0,log:[],grade:"general",income:12,hid:!1,worst:!1};
function tryPart(spec,value,change){var _a;let seen=new Set([(_a=incidentGrade(spec,value().numbers).grade)==null?void 0:_a.id]),touch=part=>{let before=incidentGrade(spec,value().numbers).grade;change(
part);let{grade}=incidentGrade(spec,value().numbers);(grade==null?void 0:grade.id)!==(before==null?void 0:before.id)&&announce(grade?`${grade.name}。${incidentWhy(spec,value().numbers)}`:incidentWhy(
spec,value().numbers)),grade&&seen.add(grade.id),seen.size>1&&el.dispatchEvent(new CustomEvent("anpei-done",{bubbles:!0,detail:{part:"try"}}))},counters=spec.indicators.map(row=>incidentCounter({...row,
most:()=>row.most},x=>touch({numbers:{...value().numbers,[row.id]:x},...row.id==="injured"?{died:Math.min(value().died,x)}:{}}))),kinds=cardRadios("什么事故？",spec.kinds.map(incidentCard),kind=>change(
{kind})),ladder=incidentLadder(spec),why=h("p",{class:"anpei-inc-why"}),rows=incidentRows(spec),way=incidentWay(spec),also=h("p",{class:"anpei-inc-note"}),ring=incidentRing(),slider=h("input",{type:"r\
ange",min:0,max:spec.limits.minutes,step:5,"aria-label":"负责人接到报告以后，过了多少分钟",oninput:()=>change({minutes:Number(slider.value)})}),day=incidentCounter({name:"第几天",unit:"\
天",most:()=>spec.limits.day},x=>change({day:Math.max(1,x)})),died=incidentCounter({name:"重伤的人里，又去世了几人",unit:"人",most:()=>value().numbers.injured},x=>{change({died:x}),announce(
later.textContent)}),later=h("p",{class:"anpei-inc-later"}),el=h("div",{class:"anpei-inc-part"},h("div",{class:"anpei-inc-inputs"},counters.map(c=>c.el)),h("div",{class:"anpei-inc-box"},h("p",{class:"\
anpei-title"},"哪一级"),ladder.el,why,rows.el),h("div",{class:"anpei-inc-box"},h("p",{class:"anpei-title"},"报给谁，最晚几点"),h("div",{class:"anpei-inc-pair"},way.el,h("div",null,ring.el,h(
"label",{class:"anpei-inc-slide"},"拨一拨：接到报告以后，过了多久",slider))),also),h("div",{class:"anpei-inc-box"},h("p",{class:"anpei-title"},"后来有变化"),kinds.el,h("div",{class:"\
anpei-inc-inputs"},day.el,died.el),later));return{el,show(){let v=value(),found=incidentGrade(spec,v.numbers);counters.forEach((c,i)=>c.show(v.numbers[spec.indicators[i].id])),kinds.show(v.kind),ladder.
show(found.grade),why.textContent=incidentWhy(spec,v.numbers),rows.show(found),way.show(found.grade,GOT),also.textContent=found.grade?`${found.grade.stop==="state"?"省级人民政府和国务院部门接到报告，立即报告国务院。":
""}部门上报的时候，同时报告本级政府，还要通知公安、劳动保障部门、工会和检察院。由谁调查：${found.grade.inquiry}。`:"没有伤亡和损失的险情，也要当隐患报：报给安全管理人员或者单位负责人。",
ring.show({got:GOT,minute:v.minutes}),slider.value=String(v.minutes),slider.setAttribute("aria-valuetext",ring.words()),day.show(v.day),died.show(v.died),later.textContent=incidentLater(spec,v)}}}function roundsPart(spec,value,change){
let round=()=>spec.rounds[value().round],now=()=>incidentReplay(spec,round(),value().log),pick=cardRadios("选一关",spec.rounds.map(incidentCard),id=>change({round:spec.rounds.findIndex(r=>r.id===id),
log:[]})),story=h("p",{class:"anpei-story"}),count=h("p",{class:"anpei-inc-count"}),ring=incidentRing(),clock=h("div",{class:"anpei-inc-box"},count,ring.el),stage=h("div",{class:"anpei-inc-stage",tabindex:"\
-1"}),el=h("div",{class:"anpei-inc-part"},pick.el,story,clock,stage);function answer(token){if(value().log.length>=spec.limits.log)return announce("步骤太多了，请再来一次");let before=now();
change({log:[...value().log,token]});let s=now();announce(`${s.said.text}${s.over?summary(s):s.at>before.at?round().moments[s.at].text:""}`),stage.focus(),s.over&&el.dispatchEvent(new CustomEvent("anp\
ei-done",{bubbles:!0,detail:{round:round().id}}))}let summary=s=>`${round().moments.length} 问，第一次就答对 ${round().moments.length-s.missed.size} 问。${s.reported===null?"":s.late?`报告迟了 ${incidentLong(
s.late)}。迟报，主要负责人要受处分，还要罚款。`:"报告在一小时里报出。"}`;function ending(s){let tone=s.late?"harm":s.wrong?"weak":"good",says={good:round().got===null?"全对":
"全对，按时报出",weak:"过关，有弯路",harm:"过关，但是迟报了"}[tone],next=(value().round+1)%spec.rounds.length;return outcomePanel(tone,says,h("p",null,summary(s)),h("div",{class:"\
anpei-inc-buttons"},h("button",{type:"button",class:"anpei-button",onclick:()=>change({log:[]})},"再来一次"),h("button",{type:"button",class:"anpei-button anpei-primary",onclick:()=>change({round:next,
log:[]})},`下一关：${spec.rounds[next].name}`)))}let said=({said:last})=>last?outcomePanel(last.right?"good":"harm",last.right?"对":"不对",h("p",null,last.text.replace(/^(对|不是)。/,""),last.
minutes&&round().got!==null?h("small",null,` 用了 ${incidentLong(last.minutes)}。`):null)):null,asked=s=>{let moment=round().moments[s.at];return[h("p",{class:"anpei-inc-ask"},moment.text),h("div",
{class:"anpei-inc-answers"},incidentOptions(spec,round(),moment).map(o=>h("button",{type:"button",class:"anpei-button anpei-wide",onclick:()=>answer(o.id)},o.label)))]};return{el,show(){let s=now();pick.
show(round().id),story.textContent=round().text,clock.hidden=round().got===null,count.textContent=s.waiting?"":`${s.day>1?`第 ${s.day} 天。`:""}死亡 ${s.numbers.deaths} 人，重伤 ${s.numbers.injured}\
 人，损失约 ${s.numbers.loss} 万元`,round().got!==null&&ring.show({got:round().got,minute:s.minute,reported:s.reported,waiting:s.waiting}),stage.replaceChildren(...present([said(s),...s.over?[ending(
s)]:asked(s)]))}}}function costsPart(spec,value,change){let first=value().grade,pick=cardRadios("哪一级事故？",spec.grades.map(incidentCard),grade=>{change({grade}),announce(out.textContent),grade!==
first&&el.dispatchEvent(new CustomEvent("anpei-done",{bubbles:!0,detail:{part:"costs"}}))}),income=incidentCounter({name:"负责人上一年的年收入",unit:"万元",most:()=>spec.limits.income},x=>change(
{income:x})),tick=(key,words)=>{let input=h("input",{type:"checkbox",onchange:()=>{change({[key]:input.checked}),announce(out.textContent)}});return{el:h("label",{class:"anpei-inc-tick"},input,h("span",
null,words)),show:x=>{input.checked=x}}},hid=tick("hid","他还瞒报、谎报或者迟报了"),worst=tick("worst","情节特别严重、影响特别恶劣"),out=h("dl",{class:"anpei-inc-costs"}),el=h(
"div",{class:"anpei-inc-part"},pick.el,h("div",{class:"anpei-inc-inputs"},income.el),hid.el,worst.el,out),row=(who,money,why)=>h("div",null,h("dt",null,who),h("dd",null,h("b",null,money),h("span",null,
why)));return{el,show(){let v=value(),grade=spec.grades.find(g=>g.id===v.grade),{fine,head,hidden}=incidentCosts(grade,v.income,v.hid,v.worst);pick.show(v.grade),income.show(v.income),hid.show(v.hid),
worst.show(v.worst),out.replaceChildren(row("单位",`${fine[0]}—${fine[1]} 万元`,`对事故负有责任的单位（安全生产法 114 条）。${v.worst?"特别严重、特别恶劣的，可以按 2 到 5 倍罚。":
""}赔偿另算。`),row("主要负责人",`${head} 万元`,`没有履行安全管理职责，因而出了事故：上一年年收入的 ${grade.share}%（95 条）。`),...hidden?[row("瞒报、谎报、迟报",
`${hidden[0]}—${hidden[1]} 万元`,"主要负责人降级、撤职，并处上一年年收入的 60%—100%（110 条）。")]:[],row("刑法","另外追究","构成犯罪的，追究刑事责任。罚款代替不了。"))}}}
function draw(model,root){let spec=model.get("spec"),value=()=>({...BLANK,part:spec.parts[0].id,...model.get("value")??{}}),change=part=>put(model,"value",{...value(),...part}),makers={try:tryPart,rounds:roundsPart,
costs:costsPart},parts=spec.parts.map(part=>({id:part.id,...makers[part.id](spec,value,change)})),tabs=cardRadios("看哪一部分？",spec.parts.map(incidentCard),part=>change({part}));tabs.el.hidden=
parts.length<2,tabs.el.classList.add("anpei-inc-tabs"),root.classList.add("anpei-sim"),root.append(tabs.el,...parts.map(part=>part.el),incidentSources(spec));function show(){tabs.show(value().part),parts.
forEach(part=>{part.el.hidden=part.id!==value().part,part.el.hidden||part.show()})}return model.on("change:value",show),show(),()=>model.off("change:value",show)}var widget_default=widget("incident_cl\
ock",draw,["spec"]);export{widget_default as default};
