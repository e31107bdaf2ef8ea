// node postal-mime.mjs FOLDER-OF-PACKAGES FILE SECONDS: one base64 mail a line; prints what was read in that time.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [packages, file, seconds] = process.argv.slice(2)
const { default: PostalMime } = await import(pathToFileURL(createRequire(`${packages}/`).resolve('postal-mime')).href).then((m) => (typeof m.default === 'function' ? m : m.default))
const mails = readFileSync(file, 'utf8').trim().split('\n').map((line) => new Uint8Array(Buffer.from(line, 'base64')))

async function read() {
  let files = 0
  for (const mail of mails) files += (await PostalMime.parse(mail)).attachments.length
  return files
}

await read()
await read()
const begun = performance.now()
let bytes = 0, count = 0, files = 0
while (performance.now() - begun < seconds * 1000) {
  files = await read()
  for (const mail of mails) bytes += mail.length
  count += mails.length
}
console.log(JSON.stringify({ bytes, mails: count, seconds: (performance.now() - begun) / 1000, files }))
