// What the unit tests of these scripts say with; no browser loads it.

/** Both are the same data. */
export function equal(/** @type {unknown} */ found, /** @type {unknown} */ wanted) {
  const [one, two] = [found, wanted].map((each) => JSON.stringify(each, null, 1));
  if (one !== two) throw new Error(`found ${one}\nwanted ${two}`);
}
