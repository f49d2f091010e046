// Questions from a file or pasted text.

import { sendFiles } from "../core/upload.js";

sendFiles();
