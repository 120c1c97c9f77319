import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where a checkout keeps the local authority that signs the certificates of its environments. */
export const authorityFolder = (root: string) => join(root, '.ichrisbirch', 'ca')

/** The authority's certificate, for whoever is to trust it. */
export const authorityFile = (root: string) => certificateOf(authorityFolder(root))

/** Its key never leaves the checkout. */
export const authorityKeyFile = (root: string) => keyOf(authorityFolder(root))

export const certificateOf = (folder: string) => join(folder, 'ca.pem')
export const keyOf = (folder: string) => join(folder, 'ca-key.pem')

/** Whether two files, if they are there, are a certificate and its own key: a killed command may have left half a pair. */
export function isPair(certificateFile: string, keyFile: string): boolean {
  if (!existsSync(certificateFile) || !existsSync(keyFile)) return false
  const certificate = new X509Certificate(readFileSync(certificateFile))
  return certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))
}
