for(let form of document.querySelectorAll("[data-auto]"))form.addEventListener("change",event=>{event.target.matches("select")&&form.requestSubmit()});for(let form of document.querySelectorAll("[data-\
assign]")){let show=()=>{let kind=form.elements.audience_kind.value;for(let field of form.querySelectorAll("[data-for]")){let wanted=field.dataset.for===kind;field.hidden=!wanted,field.querySelector("\
input, select").required=wanted}};form.addEventListener("change",show),show()}var SOON=1e3;for(let box of document.querySelectorAll("[data-export]")){let show=({state,percent})=>{for(let part of box.querySelectorAll(
"[data-when]"))part.hidden=part.dataset.when!==state;box.querySelector("progress").value=percent,box.querySelector("[data-percent]").textContent=`${percent}%`,box.dataset.state=state},look=async()=>{let answer=await fetch(
`${document.body.dataset.baseUrl}api/board/exports/${box.dataset.export}`).catch(()=>null);answer!=null&&answer.ok&&show(await answer.json()),box.dataset.state==="done"?box.querySelector("[download]").
click():box.dataset.state==="going"&&setTimeout(look,SOON)};box.dataset.state==="going"&&look()}document.querySelector("[data-laying]")&&!document.querySelector("[role=alert]")&&setTimeout(()=>location.
replace(location.href),SOON);
