// A beat to press by: a ring that can be seen, a click that can be heard. Both are off until somebody asks for them.

/** A click 110 times a minute, while it is on; without WebAudio it stays silent. */
export function cprMetronome(rate) {
  let context = null;
  let timer = 0;
  let next = 0;
  const click = (at) => {
    const tone = context.createOscillator();
    const loud = context.createGain();
    tone.frequency.value = 880;
    loud.gain.setValueAtTime(0.25, at);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.06);
    tone.connect(loud).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.07);
  };
  const ahead = () => {
    next = Math.max(next, context.currentTime + 0.05);
    for (; next < context.currentTime + 0.3; next += 60 / rate) click(next);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
  };
  return {
    can: typeof AudioContext === "function",
    set(on) {
      if (!on) return stop();
      context ??= new AudioContext();
      context.resume();
      if (!timer) timer = setInterval(ahead, 100);
      return undefined;
    },
    close() {
      stop();
      context?.close();
    },
  };
}
