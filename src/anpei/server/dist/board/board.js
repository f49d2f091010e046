var one=(root,selector)=>root.querySelector(selector),all=(root,selector)=>[...root.querySelectorAll(selector)];var forms=selector=>all(document,selector);for(let form of forms("[data-auto]"))form.addEventListener("change",event=>{event.target.matches("select")&&form.submit()});for(let form of forms("[data-assi\
gn]")){let kind=form.elements.namedItem("audience_kind"),show=()=>{for(let field of all(form,"[data-for]")){let wanted=field.dataset.for===kind.value,input=one(field,"input, select");field.hidden=!wanted,
input.required=wanted}};form.addEventListener("change",show),show()}
