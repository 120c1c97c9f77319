// Dumps a house to a file and reads it again; prints how much there was and how much more memory that took.
import type { Server } from '../src/dumps/connection.ts'
import { checkDumpFile, writeDumpFile } from '../src/dumps/file.ts'
import { dump } from '../src/dumps/write.ts'

const server = JSON.parse(process.env.SERVER ?? '') as Server
const path = process.argv[2] ?? ''
const before = process.resourceUsage().maxRSS
const { bytes } = await writeDumpFile(path, dump(server, { source: 'test' }))
await checkDumpFile(path)
console.log(JSON.stringify({ rawBytes: bytes, memory: (process.resourceUsage().maxRSS - before) * 1024 }))
