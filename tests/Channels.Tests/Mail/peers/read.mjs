// One base64 mail a line in, one JSON answer a line out: what each of the two readers sees.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'

// postal-mime ends a text file with a line end that was not sent.
const trimmed = (bytes) => {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 10 || bytes[end - 1] === 13)) end--
  return bytes.subarray(0, end)
}
const file = (name, content) => ({ Name: name ?? '', Sha256: createHash('sha256').update(trimmed(Buffer.from(content))).digest('hex') })

async function postal(bytes) {
  const mail = await PostalMime.parse(bytes)
  return { Subject: mail.subject, From: mail.from?.address, Text: mail.text, Files: mail.attachments.map((a) => file(a.filename, a.content)) }
}

async function parser(bytes) {
  const mail = await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true })
  return { Subject: mail.subject, From: mail.from?.value?.[0]?.address, Text: mail.text, Files: mail.attachments.map((a) => file(a.filename, a.content)) }
}

const tried = async (read, bytes) => {
  try {
    return await read(bytes)
  } catch (error) {
    return { Error: String(error) }
  }
}

for (const line of readFileSync(0, 'utf8').split('\n')) {
  const bytes = Buffer.from(line, 'base64')
  console.log(JSON.stringify({ Postal: await tried(postal, bytes), Parser: await tried(parser, bytes) }))
}
