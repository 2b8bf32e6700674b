// Style sheets that a page fetches only when it needs them.

const coming = new Map(); // address → promise that the sheet is there

/** Fetches a sheet that the page lacks; one that cannot be had is done without. */
export function styled(address) {
  const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')];
  if (!sheets.some((sheet) => sheet.href === address)) coming.set(address, put(address, sheets[0]));
  return coming.get(address);
}

function put(address, first) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  sheet.dataset.made = "";
  first?.after(sheet); // what is the reader's or the author's own still comes last
  return new Promise((done) => (sheet.onload = sheet.onerror = done));
}
