import { lazy, Suspense, useEffect } from 'react'
import { useAddQueue } from '../quick-add/use-add-queue.ts'
import { useShortcuts } from './use-shortcuts.ts'

// Loaded when first opened: most visits never open them.
const Palette = lazy(() => import('./palette.tsx'))
const ShortcutList = lazy(() => import('./shortcut-list.tsx'))
const QuickAddDialog = lazy(() => import('../quick-add/dialog.tsx'))

export type Overlay = { name: 'palette' | 'shortcuts' } | { name: 'add'; line: string } | null

interface OverlaysProps {
  open: Overlay
  onOpen: (overlay: Overlay) => void
}

/** What lies over any page: the palette, the list of shortcuts, and the line that adds anything. */
export function Overlays({ open, onOpen }: OverlaysProps) {
  useShortcuts(onOpen)
  const queue = useAddQueue('/today', null)
  const isRefused = queue.waiting.some(({ problem }) => problem)
  useEffect(() => {
    if (isRefused) onOpen({ name: 'add', line: '' })
  }, [isRefused, onOpen])
  const close = () => onOpen(null)
  return (
    <Suspense>
      {open?.name === 'palette' && <Palette onClose={close} onOpen={onOpen} onAdd={(line) => queue.add(line, '')} />}
      {open?.name === 'shortcuts' && <ShortcutList onClose={close} />}
      {open?.name === 'add' && <QuickAddDialog queue={queue} initialLine={open.line} onClose={close} />}
    </Suspense>
  )
}
