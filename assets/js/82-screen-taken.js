// An alarm that takes a screen over: over the page, which stays where it is behind it; with a sound where the screen has one.
(() => {
  const AGAIN = 6000; // ms between two calls
  const CALLS = 5;
  const place = () => document.querySelector("[data-kiosk-taken]");
  let shown = 0; // id of what is drawn
  let asked = 0;
  let stale = false; // what it says may have moved since it was drawn
  let drawing = false;
  let said = "";
  let calls = 0;
  let calledAt = 0;
  let context = null;

  // Two tones, as sirens have; made here, so that no file is needed.
  const tone = (hertz, at) => {
    const [wave, loud] = [context.createOscillator(), context.createGain()];
    wave.frequency.value = hertz;
    loud.gain.setValueAtTime(0.0001, at);
    loud.gain.exponentialRampToValueAtTime(0.3, at + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.45);
    wave.connect(loud).connect(context.destination);
    wave.start(at);
    wave.stop(at + 0.5);
  };

  const call = (level) => {
    context ??= new AudioContext();
    context.resume();
    if (context.state !== "running") return;
    const tones = level === 1 ? [880, 660, 880, 660] : [660, 550];
    tones.forEach((hertz, n) => tone(hertz, context.currentTime + 0.45 * n));
  };

  // Drawn when it begins, and anew while it is shown whenever something has moved; the siren calls for what begins.
  const draw = async (id) => {
    [asked, stale, drawing] = [id, false, true];
    const answer = await fetch(`/kiosk/takeover${location.search}`, { cache: "no-store" }).catch(() => null);
    const html = answer?.ok ? await answer.text().catch(() => "") : "";
    drawing = false;
    if (asked !== id || !html) return void (asked = shown === id ? id : 0);
    if (shown !== id) [calls, calledAt] = [0, 0];
    if (html !== said) place().innerHTML = said = html;
    shown = id;
  };

  const hide = () => {
    if (place().hidden && !shown) return;
    place().hidden = true;
    place().replaceChildren();
    [shown, asked, said] = [0, 0, ""];
  };

  // Called many times a second; `taken` as the server told it, null for none.
  const follow = (taken, now, sound, briefing) => {
    if (!taken || taken.until <= now) return hide(), false;
    if (asked !== taken.id || (stale && !drawing)) draw(taken.id);
    if (!shown) return false;
    place().hidden = false;
    place().classList.toggle("corner", taken.corner || briefing);
    const left = place().querySelector("[data-taken-left]");
    const words = `${Math.ceil((taken.until - now) / 1000)}`;
    if (left && left.textContent !== words) left.textContent = words;
    if (sound && taken.sound && calls < CALLS && Date.now() - calledAt > AGAIN) {
      [calls, calledAt] = [calls + 1, Date.now()];
      call(taken.level);
    }
    return true;
  };

  // Browsers keep still until somebody has touched the page, unless they are started otherwise: the register says so.
  const heard = () => (context === null ? "" : context.state === "running" ? "on" : "muted");

  cockpit.taken = { follow, heard, renew: () => (stale = true) };
})();
