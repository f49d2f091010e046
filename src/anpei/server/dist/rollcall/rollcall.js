var one=(root,selector)=>root.querySelector(selector);var{baseUrl}=document.body.dataset,form=one(document,".muster-form"),told=one(document,"[data-expected]"),newest=0;async function count(){if(!form)return;let asked=new URLSearchParams;for(let[name,value]of new FormData(
form))["department","post","team"].includes(name)&&asked.append(name,String(value));for(let name of["teamless","visitors"]){let box=form.elements.namedItem(name);(box==null?void 0:box.checked)===!1&&asked.
set(name,"0")}let mine=++newest,answer=await fetch(`${baseUrl}api/musters/expected?${asked}`).catch(()=>null),words=answer!=null&&answer.ok?(await answer.json()).words:"连不上服务器，现在数不出应到人数。";
mine===newest&&(told.textContent=words)}form==null||form.addEventListener("change",count);form&&count();
