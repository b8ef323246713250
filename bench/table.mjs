/** Prints a titled table with columns as wide as their widest cell; all but the first are right-aligned. */
export function printTable(title, header, rows) {
  const widths = header.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at].length)));
  const line = (cells) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
      .join('  ')
      .trimEnd();
  console.log(title);
  console.log(line(header));
  for (const row of rows) console.log(line(row));
  console.log('');
}
