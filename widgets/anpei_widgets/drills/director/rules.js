// What a console asks and says that can be reckoned without a screen.

import { last, lastWhere } from "../../shared/values.js";

/** Roles dealt round to the chosen kiosks; one kiosk gets them all. @param {{id: string}[]} roles @param {string[]} devices */
export function dealRoles(roles, devices) {
  /** @type {Map<string, string[]>} */
  const dealt = new Map(devices.map((device) => [device, []]));
  roles.forEach((role, i) => dealt.get(devices[i % devices.length])?.push(role.id));
  return dealt;
}

/** Why a drill can't begin yet; "" when it can. @param {object | undefined} scenario @param {{roles: string[]}[]} seats */
export function startProblem(scenario, seats) {
  if (!scenario || !seats.length) return "请先选至少一台终端。";
  return seats.some((seat) => !seat.roles.length) ? "每台终端至少要有一个角色。" : "";
}

/** How long ago a kiosk was heard of. @param {number | null} silent in ms */
export function silenceWords(silent) {
  if (silent === null) return "没有联系过";
  if (silent < 5000) return "刚刚";
  return silent < 90000 ? `${Math.round(silent / 1000)} 秒前` : `${Math.round(silent / 60000)} 分钟前`;
}

/** Who sits at a kiosk of a run: whoever is there now before whoever has left.
 * @param {{members: {person: string, device: string, present: boolean}[]}} view @param {string} device */
export function memberAt(view, device) {
  const here = view.members.filter((member) => member.device === device);
  return lastWhere(here, (member) => member.present) ?? last(here);
}

/** Seconds until the next thing happens, 0 when nothing is waited for.
 * @param {{status: string, next: number | null} | null} view @param {number} now ms of the run */
export function secondsToNext(view, now) {
  return view?.status === "running" && view.next !== null ? Math.max(0, Math.ceil((view.next - now) / 1000)) : 0;
}
