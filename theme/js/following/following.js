/** What follows the reader's scenario beside numbers. Whatever else does hears of it by an event. */

import * as scenario from "../scenario/page.js";
import { followClaims, limit, numberText, wholeText } from "./claims.js";

/** What scripts that know no language need of those that do. */
export const tools = Object.create(scenario, Object.getOwnPropertyDescriptors({ limit, numberText, wholeText }));

/** The script of charts, from the first on. @type {Promise<{followCharts: (tools: object) => void}>} */
let charts;

/** Shows claims and charts as they now are. */
export function follow() {
  followClaims();
  if (document.querySelector(".chart")) (charts ??= import("../charts.js")).then(({ followCharts }) => followCharts(tools));
  document.dispatchEvent(new Event("supposed"));
}
