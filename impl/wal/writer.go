package wal

// chunk is the least that a segment is filled ahead with zeros, and what it is
// made with. As a segment grows it is filled in larger steps, up to maxFill.
const (
	chunk   = 64 << 10
	maxFill = 1 << 20
)

// A writer writes a segment.
type writer struct {
	preamble
	file File
	end  int64 // behind the last frame
	size int64 // of the file: from end on it is zeros, which are on the disk
}

func (w *writer) link() link { return link{w.salt, w.end} }

// begin writes what a segment begins with. Nobody relies on it before the
// segment has its name, so one sync is enough.
func (w *writer) begin(checkpoint [][]byte) error {
	var frame []byte
	w.end = int64(preambleSize)
	for _, batch := range checkpoint {
		frame = w.salt.appendFrame(frame[:0], w.end, batch)
		if _, err := w.file.WriteAt(frame, w.end); err != nil {
			return err
		}
		w.end += int64(len(frame))
		w.checkpoint = w.end
	}
	if size := w.end + chunk - w.end%chunk; size > w.size {
		if _, err := w.file.WriteAt(make([]byte, size-w.end), w.end); err != nil {
			return err
		}
		w.size = size
	}
	return w.write(w.preamble.bytes(), 0)
}

// append writes a frame into zeros that are on the disk already.
func (w *writer) append(frame []byte) error {
	need := w.end + int64(len(frame))
	for w.size < need {
		step := min(w.size, maxFill)
		if err := w.write(make([]byte, step), w.size); err != nil {
			return err
		}
		w.size += step
	}
	if err := w.write(frame, w.end); err != nil {
		return err
	}
	w.end = need
	return nil
}

func (w *writer) write(b []byte, pos int64) error {
	if _, err := w.file.WriteAt(b, pos); err != nil {
		return err
	}
	return w.file.Sync()
}
