// A live chapter's time counts like any other chapter's.

import { countTime } from "../courses/engaged.js";

const place = /live\/([a-z0-9-]+)\/([A-Za-z0-9_-]+)/.exec(location.pathname);
if (place) countTime(`${place[1]}/${place[2]}`);
