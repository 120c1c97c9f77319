import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import type { Boot } from '../boot.ts'
import { Page } from './page.tsx'

/** The page's markup, on the server. */
export function renderPage(boot: Boot): string {
  return renderToString(
    <StrictMode>
      <Page boot={boot} />
    </StrictMode>,
  )
}
