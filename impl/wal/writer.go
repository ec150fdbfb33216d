package wal

// chunk is what a segment's size is a multiple of, unless it grew while the power
// failed. One without a spare's space grows by as much as it has, up to maxGrowth.
const (
	chunk     = 64 << 10
	maxGrowth = 1 << 20
)

// A writer writes a segment.
type writer struct {
	preamble
	file File
	end  int64 // the place behind the last frame
	size int64 // of the file, as it is on the disk
}

// begin writes what a segment begins with. Nobody relies on it before the
// segment has its name, so one sync is enough.
func (w *writer) begin(batches [][]byte) error {
	var frame []byte
	w.end = preambleSize
	for _, batch := range batches {
		frame = w.salt.appendFrame(frame[:0], w.end, batch)
		if _, err := w.file.WriteAt(frame, w.end); err != nil {
			return err
		}
		w.end = place(w.end + int64(len(frame)))
	}
	w.made = w.end
	if from := max(w.end, w.size); from > w.size || from%chunk != 0 {
		if err := w.extend(from+chunk-from%chunk, from); err != nil {
			return err
		}
	}
	return w.write(w.preamble.bytes(), 0)
}

// append writes a frame, all of it into space that is on the disk already.
func (w *writer) append(frame []byte) error {
	need := w.end + int64(len(frame))
	if w.size < need {
		if err := w.grow(need); err != nil {
			return err
		}
	}
	if err := w.write(frame, w.end); err != nil {
		return err
	}
	w.end = place(need)
	return nil
}

// grow makes the file large enough, and more than that.
func (w *writer) grow(need int64) error {
	size := w.size
	for size < need {
		size += min(size, maxGrowth)
	}
	if err := w.extend(size, w.size); err != nil {
		return err
	}
	return w.file.Sync()
}

// extend fills the file with zeros from a position on, so that it has that size.
func (w *writer) extend(size, from int64) error {
	for w.size = from; w.size < size; {
		n, err := w.file.WriteAt(zeros[:min(size-w.size, int64(len(zeros)))], w.size)
		if err != nil {
			return err
		}
		w.size += int64(n)
	}
	return nil
}

func (w *writer) write(b []byte, pos int64) error {
	if _, err := w.file.WriteAt(b, pos); err != nil {
		return err
	}
	return w.file.Sync()
}
