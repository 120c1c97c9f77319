import type { Client } from '@ichrisbirch/contract/client'
import type { StoredFile } from '@ichrisbirch/contract/files'

/** Keeps the photos that a form's field of files holds, in their order. An empty field holds one file of no bytes. */
export async function keepPhotos(api: Client, chosen: FormDataEntryValue[]): Promise<StoredFile[]> {
  const kept: StoredFile[] = []
  for (const file of chosen) {
    if (typeof file === 'string' || file.size === 0) continue
    const name = file.name
      .replace(/[\u0000-\u001f\u007f]/g, '')
      .trim()
      .slice(0, 255)
    kept.push(await api.createFile({ query: name ? { name } : {}, body: typed(file) }))
  }
  return kept
}

/** A browser that knows no type for a file sends none; the API looks at the bytes anyway. */
function typed(file: File): File {
  if (file.type.startsWith('image/')) return file
  return new File([file], file.name, { type: 'application/octet-stream' })
}
