/**
 * Reads hostile queries with the module of the pages: called by fuzz.py, and given to the browser as it stands.
 * Every query is made here from a seed, with what it must give where its making tells.
 */
async ({ tag, count, seed }) => {
  const { assumptions, formerNames, fault, readQuery, work, writeQuery } = await import(`/js/scenario/${tag}.js`);
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most) => Math.floor(random() * most);
  const any = (list) => list[below(list.length)];
  const character = () => below(any([128, 0x3000, 0x10000]));
  const noise = () => String.fromCharCode(...Array.from({ length: below(8) }, character));
  const named = Object.keys(assumptions);
  const known = [...named, ...Object.keys(formerNames)];
  const strangers = [
    "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__", "valueOf", "length", "",
    "__proto__[x]", "constructor.prototype.x", "image_side", "Diffusion_Steps", "diffusion_steps ", "utm_source", "%00",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "%", "%zz", "%E0%A4%A", "%FF",
  ];
  const bad = [
    "", " ", "NaN", "Infinity", "-Infinity", "-0", "-1", "0", "0x10", "0b1", "0o7", "1e400", "1e-400", "1e99",
    "9".repeat(41), "1_0", "1,5", "12abc", ".5", "5.", "..", "1..", "..2", "1..2..3", "9..8", "１０", "٣", "1e", "e5", "+1", "%", "%zz", "null",
    "undefined", "true", "[1]", "{}", "1;2", "1%20", "<b>1</b>", "%3Cscript%3E", "1e+", "1\u0000", "\ud800",
  ];
  const good = (name) => {
    const [low, high] = assumptions[name].map(Number);
    const value = any([low, high, low + (high - low) * below(1000) / 1000]);
    const text = any([String, (it) => it.toPrecision(6), (it) => it.toExponential(3)])(value);
    return fault(name, text) ? String(low) : text;
  };
  const part = (expected) => {
    const kind = below(10);
    const key = kind < 7 ? any(known) : kind < 9 ? any(strangers) : noise().replace(/[&%]/g, "");
    const name = formerNames[key] ?? key;
    const isGood = kind < 4;
    const value = isGood ? good(name) : random() < 0.8 ? any(bad) : noise().replace(/[&%]/g, "");
    const isMeant = isGood || (kind < 7 && !bad.includes(value) && !fault(name, value)); // noise may be a number
    if (kind < 7) expected.push([name, isMeant ? value : undefined, key]);
    return `${any(["", "", "", "", "&"])}${key}=${value}`;
  };
  const prototypes = [Object, Array, Map, Set, String, Number, Function, RegExp, Promise].map((it) => it.prototype);
  const shape = () => JSON.stringify(prototypes.map((it) => Object.getOwnPropertyNames(it)));
  const before = shape();
  const faults = [];
  let taken = 0, refused = 0;
  for (let turn = 0; turn < count && faults.length < 5; turn++) {
    const expected = [];
    const length = any([1, 1, 2, 3, 5, 12]);
    let query = any(["?", ""]) + Array.from({ length }, () => part(expected)).join("&");
    const size = below(5000);
    if (size === 0) query += "&" + "x".repeat(2 ** 21);
    if (size === 1) query += "&a=1".repeat(below(200));
    const isLong = query.replace(/^\?/, "").length > 2048 || query.split("&").filter(Boolean).length > 64;
    try {
      const { scenario, findings } = readQuery(query);
      const told = new Set(findings.map(({ key }) => key));
      for (const [name, text] of scenario) {
        if (!named.includes(name) || fault(name, text)) throw new Error(`took ${name}=${text}`);
      }
      const times = Map.groupBy(expected, ([name]) => name);
      for (const [name, all] of times) {
        const [, wanted] = all[0];
        const isTaken = all.length === 1 && wanted !== undefined && !isLong;
        const got = scenario.get(name);
        if (got !== undefined && (!isTaken || got !== wanted)) throw new Error(`${name} is ${got}`);
        if (!isTaken && !isLong && !all.some(([, , key]) => told.has(key))) throw new Error(`${name} is not told`);
      }
      if (isLong && (scenario.size || findings.length !== 1)) throw new Error("long, and read");
      const again = readQuery(writeQuery(scenario));
      const isSame = !again.findings.length && writeQuery(again.scenario) === writeQuery(scenario);
      if (!isSame) throw new Error("another when read back");
      if (turn % 100 === 0) {
        for (const [key, { exact }] of work(scenario)) {
          if (!exact.every(Number.isFinite)) throw new Error(`${key} is ${exact}`);
        }
      }
      taken += scenario.size;
      refused += findings.length;
    } catch (error) {
      faults.push(`${JSON.stringify(query.slice(0, 300))}: ${error}`);
    }
  }
  if (shape() !== before || {}.x !== undefined) faults.push("a prototype has changed");
  return { faults, taken, refused };
}
