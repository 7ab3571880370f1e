/** What a report may do in its frame: run its script and hand over files. It opens no window, which would lead elsewhere. */
export const REPORT_SANDBOX = "allow-scripts allow-downloads";
