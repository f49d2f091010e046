var one=(root,selector)=>root.querySelector(selector),all=(root,selector)=>[...root.querySelectorAll(selector)];var forms=selector=>all(document,selector);for(let form of forms("[data-auto]"))form.addEventListener("change",event=>{event.target.matches("select")&&form.submit()});for(let form of forms("[data-assi\
gn]")){let kind=form.elements.namedItem("audience_kind"),show=()=>{for(let field of all(form,"[data-for]")){let wanted=field.dataset.for===kind.value,input=one(field,"input, select");field.hidden=!wanted,
input.required=wanted}};form.addEventListener("change",show),show()}var SOON=1e3;for(let box of document.querySelectorAll("[data-export]")){let show=({state,percent})=>{for(let part of box.querySelectorAll(
"[data-when]"))part.hidden=part.dataset.when!==state;box.querySelector("progress").value=percent,box.querySelector("[data-percent]").textContent=`${percent}%`,box.dataset.state=state},look=async()=>{let answer=await fetch(
`${document.body.dataset.baseUrl}api/board/exports/${box.dataset.export}`).catch(()=>null);answer!=null&&answer.ok&&show(await answer.json()),box.dataset.state==="done"?box.querySelector("[download]").
click():box.dataset.state==="going"&&setTimeout(look,SOON)};box.dataset.state==="going"&&look()}document.querySelector("[data-laying]")&&!document.querySelector("[role=alert]")&&setTimeout(()=>location.
replace(location.href),SOON);
