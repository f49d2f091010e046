var{baseUrl}=document.body.dataset,form=document.querySelector(".muster-form"),told=document.querySelector("[data-expected]"),newest=0;async function count(){var _a;let asked=new URLSearchParams([...new FormData(
form)].filter(([name])=>["department","post","team"].includes(name)));for(let name of["teamless","visitors"])((_a=form.elements[name])==null?void 0:_a.checked)===!1&&asked.set(name,"0");let mine=++newest,
answer=await fetch(`${baseUrl}api/musters/expected?${asked}`).catch(()=>null),words=answer!=null&&answer.ok?(await answer.json()).words:"连不上服务器，现在数不出应到人数。";mine===newest&&
(told.textContent=words)}form==null||form.addEventListener("change",count);form&&count();
