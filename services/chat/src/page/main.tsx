import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import type { Boot } from '../boot.ts'
import { Page } from './page.tsx'
import '@fontsource-variable/inter/wght.css'
import './page.css'

const root = document.getElementById('page')
const boot = document.getElementById('boot')?.textContent
if (!root || !boot) throw new Error('the document is not the one that the server rendered')

hydrateRoot(
  root,
  <StrictMode>
    <Page boot={JSON.parse(boot) as Boot} />
  </StrictMode>,
)
