package transport

// A Memory is a network without wires, for tests: what was sent waits until
// the test delivers, doubles or loses it, one payload at a time. It is not safe
// for concurrent use.
type Memory struct {
	nodes   map[int]func(from int, payload []byte)
	waiting []Packet
}

// A Packet is a payload under way.
type Packet struct {
	From, To int
	Payload  []byte
}

// NewMemory is a network without nodes.
func NewMemory() *Memory { return &Memory{nodes: make(map[int]func(int, []byte))} }

// Join connects a node, in place of one with the same number.
func (m *Memory) Join(node int, deliver func(from int, payload []byte)) { m.nodes[node] = deliver }

// Leave disconnects a node; what is under way to it is lost on delivery.
func (m *Memory) Leave(node int) { delete(m.nodes, node) }

// Endpoint is a node's end.
func (m *Memory) Endpoint(node int) MemoryEndpoint { return MemoryEndpoint{m, node} }

// A MemoryEndpoint sends in the name of a node.
type MemoryEndpoint struct {
	network *Memory
	node    int
}

// Send puts a payload under way.
func (e MemoryEndpoint) Send(to int, payload []byte) {
	e.network.waiting = append(e.network.waiting, Packet{From: e.node, To: to, Payload: payload})
}

// Waiting is what is under way, in the order it was sent.
func (m *Memory) Waiting() []Packet { return m.waiting }

// Deliver delivers the i-th waiting packet; with again, it stays under way too.
func (m *Memory) Deliver(i int, again bool) {
	p := m.waiting[i]
	if !again {
		m.Lose(i)
	}
	if deliver, ok := m.nodes[p.To]; ok {
		deliver(p.From, p.Payload)
	}
}

// Lose loses the i-th waiting packet.
func (m *Memory) Lose(i int) { m.waiting = append(m.waiting[:i:i], m.waiting[i+1:]...) }
