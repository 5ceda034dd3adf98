/** The reader's scenario in an address: ?diffusion_steps=50&youtube_ai_share=0.05. Read strictly, and it never throws. */

import { fault, isOurs } from "./figures.js";
import { assumptions, formerNames } from "./model.js";

const LONGEST = 2048;
const MOST = 64;
const LONGEST_NAME = 60;

/** Keys of the address that are no assumption: the open receipts. */
const OTHERS = new Set(["n"]);

/**
 * Why our value stands in the place of what an address asks for.
 * @typedef {{key: string, why: "long" | "encoding" | "unknown" | "twice" | "number" | "range"}} Finding
 */

/** @param {string} text as it stands in an address @returns {string | undefined} undefined if it is badly encoded */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** A key, short enough to be shown. @param {string} key */
function short(key) {
  return key.length > LONGEST_NAME ? `${key.slice(0, LONGEST_NAME - 1)}…` : key;
}

/** The present name of an assumption that may be supposed; undefined for any other key. @param {string} key */
function nameOf(key) {
  const name = Object.hasOwn(formerNames, key) ? formerNames[key] : key;
  return Object.hasOwn(assumptions, name) ? name : undefined;
}

/**
 * @param {string | undefined} key
 * @param {string | undefined} name that the key stands for
 * @param {string | undefined} text
 * @param {Set<string | undefined>} seen the names before this one
 * @returns {Finding["why"] | undefined}
 */
function faultOf(key, name, text, seen) {
  if (key === undefined || text === undefined) return "encoding";
  if (!name) return "unknown";
  return seen.has(name) ? "twice" : fault(name, text);
}

/**
 * What an address supposes, and what of it cannot be taken.
 * @param {string} search as location.search has it
 * @returns {{scenario: import("./figures.js").Scenario, findings: Finding[]}}
 */
export function readQuery(search) {
  const scenario = new Map();
  const query = search.replace(/^\?/, "");
  const parts = query.length > LONGEST ? [] : query.split("&").filter(Boolean);
  if (query.length > LONGEST || parts.length > MOST) return { scenario, findings: [{ key: short(query), why: "long" }] };
  const findings = [];
  const seen = new Set();
  for (const part of parts) {
    const [raw] = part.split("=", 1);
    const key = decoded(raw);
    if (OTHERS.has(key)) continue;
    const text = decoded(part.slice(raw.length + 1));
    const name = key && nameOf(key);
    const why = faultOf(key, name, text, seen);
    if (why) findings.push({ key: short(key ?? raw), why });
    else scenario.set(name, text);
    if (name && seen.has(name)) scenario.delete(name);
    seen.add(name);
  }
  for (const [name, text] of scenario) if (isOurs(name, text)) scenario.delete(name);
  return { scenario, findings };
}

/** The address's query for a scenario, without a question mark. @param {import("./figures.js").Scenario} scenario */
export function writeQuery(scenario) {
  return [...scenario].map(([name, text]) => `${name}=${text}`).join("&");
}
