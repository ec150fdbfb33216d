package multipaxos

// Limits bound what a node holds and sends. Zero fields mean the defaults.
type Limits struct {
	Window   int // slots that a leader proposes in beyond its prefix
	Batch    int // commands in one value
	Bytes    int // bytes of payload in one value, or in one command if that is more
	Requests int // clients that wait at one node
}

func (l Limits) withDefaults() Limits {
	orDefault(&l.Window, 64)
	orDefault(&l.Batch, 256)
	orDefault(&l.Bytes, 256<<10)
	orDefault(&l.Requests, 4096)
	return l
}

// orDefault gives a field that is not set its default.
func orDefault(field *int, fallback int) {
	if *field <= 0 {
		*field = fallback
	}
}
