// A page that the browser kept whole and its Back button shows again is as old as when it was left: who was signed in, what a
// clock said, who had come. Safari keeps pages so that others, told `no-store`, ask for anew; here it asks, too. What was
// written on it is on the device, in the outbox.

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
