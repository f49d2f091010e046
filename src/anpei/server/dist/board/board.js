for(let form of document.querySelectorAll("[data-auto]"))form.addEventListener("change",event=>{event.target.matches("select")&&form.requestSubmit()});for(let form of document.querySelectorAll("[data-\
assign]")){let show=()=>{let kind=form.elements.audience_kind.value;for(let field of form.querySelectorAll("[data-for]")){let wanted=field.dataset.for===kind;field.hidden=!wanted,field.querySelector("\
input, select").required=wanted}};form.addEventListener("change",show),show()}
