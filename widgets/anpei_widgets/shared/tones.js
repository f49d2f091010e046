// Sounds that are made here, without a file: a siren that goes on until it is stopped, and two short notes.
// A browser lets a page sound only after somebody touched it; until then a sound waits for the first touch.

const SWEEP = 0.5; // seconds up, and as many down
const LOW = 620;
const HIGH = 1240;

/** @type {AudioContext | null} */
let made = null;

function audio() {
  const Audio = window.AudioContext ?? /** @type {any} */ (window).webkitAudioContext;
  if (!made && Audio) made = new Audio();
  return made;
}

/**
 * Sound as soon as the browser allows it: at once, or at the first touch or key.
 * @param {(context: AudioContext) => void} sound @returns {() => void} no longer
 */
function whenAllowed(sound) {
  const context = audio();
  if (!context) return () => {};
  let over = false;
  const moments = ["pointerdown", "keydown", "touchend"];
  const stop = () => {
    over = true;
    moments.forEach((name) => removeEventListener(name, wake, true));
  };
  const go = () => {
    if (over || context.state !== "running") return;
    stop();
    sound(context);
  };
  const wake = () => void context.resume().then(go, () => {});
  moments.forEach((name) => addEventListener(name, wake, true));
  if (context.state === "running") go();
  else wake();
  return stop;
}

/** @param {AudioContext} context @param {OscillatorType} type @param {number} loud */
function voice(context, type, loud) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = type;
  volume.gain.value = loud;
  tone.connect(volume).connect(context.destination);
  return { tone, volume };
}

/**
 * A siren, up and down, until it is stopped. `heard` says when it can be heard.
 * @param {{heard?: () => void, loud?: number}} [how] @returns {() => void} stop
 */
export function siren({ heard = () => {}, loud = 0.5 } = {}) {
  let silence = () => {};
  const wait = whenAllowed((context) => {
    const { tone } = voice(context, "square", loud);
    let at = context.currentTime;
    const sweep = () => {
      // a minute ahead, so that a page in the background keeps sounding
      while (at < context.currentTime + 60) {
        tone.frequency.setValueAtTime(LOW, at);
        tone.frequency.linearRampToValueAtTime(HIGH, at + SWEEP);
        tone.frequency.linearRampToValueAtTime(LOW, at + 2 * SWEEP);
        at += 2 * SWEEP;
      }
    };
    sweep();
    const ahead = setInterval(sweep, 20_000);
    tone.start();
    silence = () => {
      clearInterval(ahead);
      tone.stop();
      tone.disconnect();
    };
    heard();
  });
  return () => {
    wait();
    silence();
    silence = () => {};
  };
}

/** Two short notes, for news that is no alarm. @returns {() => void} no longer, if it hasn't sounded yet */
export function chime(loud = 0.4) {
  return whenAllowed((context) => {
    [880, 1175].forEach((pitch, i) => {
      const { tone, volume } = voice(context, "sine", 0);
      const begin = context.currentTime + i * 0.22;
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(loud, begin + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.42);
      tone.frequency.value = pitch;
      tone.start(begin);
      tone.stop(begin + 0.45);
    });
  });
}
