var one=(root,selector)=>root.querySelector(selector),all=(root,selector)=>[...root.querySelectorAll(selector)];var narrow=one(document,"form[data-auto]");narrow==null||narrow.addEventListener("change",event=>{event.target.matches("select")&&narrow.submit()});var list=one(document,"form[data-bulk]");if(list){let acts=one(
list,"[data-bulk-acts]"),whole=one(list,"[data-all]"),ticks=all(list,"input[name=items]"),show=()=>{let count=ticks.filter(tick=>tick.checked).length;acts.hidden=!count,one(acts,"[data-bulk-count]").textContent=
`已勾选 ${count} 道题`,whole.checked=count===ticks.length,whole.indeterminate=count>0&&count<ticks.length};list.addEventListener("change",event=>{if(event.target===whole)for(let tick of ticks)tick.
checked=whole.checked;show()}),show()}
