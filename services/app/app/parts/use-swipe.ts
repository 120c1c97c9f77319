import { type PointerEvent, useRef, useState } from 'react'

const ENOUGH = 96
const BEGINS = 12

/** Follows a finger sideways over a row; lets go beyond 96 px does what that side stands for. */
export function useSwipe(does: { right: () => void; left: () => void }) {
  const start = useRef<{ x: number; y: number } | null>(null)
  const [offset, setOffset] = useState(0)

  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === 'touch') start.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent) => {
      if (!start.current) return
      const [x, y] = [event.clientX - start.current.x, event.clientY - start.current.y]
      if (offset === 0 && Math.abs(y) > Math.abs(x)) return
      if (offset !== 0 || Math.abs(x) > BEGINS) setOffset(x)
    },
    onPointerUp: () => {
      if (offset > ENOUGH) does.right()
      if (offset < -ENOUGH) does.left()
      start.current = null
      setOffset(0)
    },
    onPointerCancel: () => {
      start.current = null
      setOffset(0)
    },
  }
  const side = offset > 0 ? ('right' as const) : offset < 0 ? ('left' as const) : undefined
  return { handlers, side, style: offset === 0 ? undefined : { transform: `translateX(${offset}px)` } }
}
