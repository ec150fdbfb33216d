package clock

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"reflect"
	"syscall"
	"time"
	"unsafe"
)

// code is clock_gettime(edi: clock, rsi: result). It may use what its caller does
// not keep, and the kernel keeps rsi and rdi. Of the clocks Go reads the wall
// clock, 0, and the monotonic one, 1; it does not mind nanoseconds beyond a second
// in the latter.
var code = []byte{
	0xb8, 0xe4, 0x00, 0x00, 0x00, //             mov  eax, 228
	0x0f, 0x05, //                               syscall
	0x48, 0x8b, 0x15, 0x32, 0x00, 0x00, 0x00, // mov  rdx, [rip + setting]
	0x85, 0xff, //                               test edi, edi
	0x75, 0x07, //                               jnz  monotonic
	0x48, 0x8b, 0x0a, //                         mov  rcx, [rdx]
	0x48, 0x01, 0x0e, //                         add  [rsi], rcx
	0xc3,             //                         ret
	0x48, 0x8b, 0x0e, // monotonic:              mov  rcx, [rsi]
	0x48, 0x69, 0xc9, 0x00, 0xca, 0x9a, 0x3b, // imul rcx, rcx, 1000000000
	0x48, 0x03, 0x4e, 0x08, //                   add  rcx, [rsi + 8]
	0x48, 0x0f, 0xaf, 0x4a, 0x08, //             imul rcx, [rdx + 8]
	0x48, 0x03, 0x4a, 0x10, //                   add  rcx, [rdx + 16]
	0x48, 0xc7, 0x06, 0x00, 0x00, 0x00, 0x00, // mov  qword [rsi], 0
	0x48, 0x89, 0x4e, 0x08, //                   mov  [rsi + 8], rcx
	0xc3, //                                     ret
}

// Where things are in the room that the code is given.
const (
	settingAt = 64 // the address of the setting that holds
	slotsAt   = 72 // two settings: one holds while the other is written
	slotSize  = 24
	roomSize  = slotsAt + 2*slotSize
)

// A setting is what is done to the clocks.
type setting struct {
	Wall   int64 // seconds to add to the wall clock
	Rate   int64 // the factor of the monotonic clock
	Offset int64 // nanoseconds to add to that product
}

// A Program is where a program has what a Clock needs.
type Program struct{ variable, room int64 }

// Read finds that.
func Read(path string) (*Program, error) {
	f, err := elf.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading the program whose clock to set: %w", err)
	}
	defer f.Close()
	p := new(Program)
	symbols, err := f.Symbols()
	for _, s := range symbols {
		if s.Name == "runtime.vdsoClockgettimeSym" {
			p.variable = int64(s.Value)
		}
	}
	for _, s := range f.Progs {
		if s.Type == elf.PT_LOAD && s.Flags&elf.PF_X != 0 && s.Off == 0 {
			p.room = int64(s.Vaddr) + headers
		}
	}
	if err != nil || f.Type != elf.ET_EXEC || p.variable == 0 || p.room == 0 {
		return nil, fmt.Errorf("%s is no program of Go whose clock can be set: %w", path, err)
	}
	return p, nil
}

// headers is more than the headers of a program take, and less than there is
// before its first function where Go's own linker has made it.
const headers = 0xc00

// A Clock is the clocks of one process.
type Clock struct {
	program *Program
	memory  *os.File
	now     setting
	slot    int64
}

// Of takes over the clocks of a process that is up and runs the program. Nothing
// changes for it yet.
func (p *Program) Of(pid int) (*Clock, error) {
	memory, err := os.OpenFile(fmt.Sprintf("/proc/%d/mem", pid), os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("taking over a clock: %w", err)
	}
	c := &Clock{program: p, memory: memory, now: setting{Rate: 1}}
	if err := c.install(); err != nil {
		return nil, errors.Join(fmt.Errorf("taking over a clock: %w", err), memory.Close())
	}
	return c, nil
}

func (c *Clock) install() error {
	room := make([]byte, roomSize)
	if _, err := c.memory.ReadAt(room, c.program.room); err != nil {
		return err
	}
	if !bytes.Equal(room, make([]byte, roomSize)) {
		return errors.New("there is no room in the program")
	}
	if _, err := c.memory.WriteAt(code, c.program.room); err != nil {
		return err
	}
	if err := c.set(c.now); err != nil {
		return err
	}
	return c.address(c.program.variable, c.program.room)
}

// address writes an address, which takes effect at once and whole.
func (c *Clock) address(at, address int64) error {
	_, err := c.memory.WriteAt(binary.NativeEndian.AppendUint64(nil, uint64(address)), at)
	return err
}

func (c *Clock) set(s setting) error {
	text, err := binary.Append(nil, binary.NativeEndian, s)
	if err != nil {
		return err
	}
	c.slot = 1 - c.slot
	at := c.program.room + slotsAt + c.slot*slotSize
	if _, err := c.memory.WriteAt(text, at); err != nil {
		return fmt.Errorf("setting a clock: %w", err)
	}
	c.now = s
	return c.address(c.program.room+settingAt, at)
}

// Close leaves the clocks as they are.
func (c *Clock) Close() error { return c.memory.Close() }

// SetWall sets the wall clock, to so much ahead of the machine's.
func (c *Clock) SetWall(ahead time.Duration) error {
	s := c.now
	s.Wall = int64(ahead / time.Second)
	return c.set(s)
}

// margin is how far a change of the monotonic clock is ahead of its time: it takes
// effect a little later than when it was worked out, and the clock must not run
// backwards. No kernel lets it.
const margin = 10 * time.Millisecond

// Run lets the monotonic clock jump ahead, which it may do by nothing, and then
// run so many times as fast as the machine's. With 0 it stands still.
func (c *Clock) Run(rate int64, ahead time.Duration) error {
	real, err := monotonic()
	if err != nil {
		return err
	}
	s := c.now
	shown := (real+int64(margin))*s.Rate + s.Offset + int64(ahead)
	s.Rate, s.Offset = rate, shown-real*rate
	return c.set(s)
}

// monotonic is the machine's monotonic clock.
func monotonic() (int64, error) {
	var t syscall.Timespec
	if _, _, errno := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, 1, uintptr(unsafe.Pointer(&t)), 0); errno != 0 {
		return 0, fmt.Errorf("reading the clock: %w", errno)
	}
	return t.Nano(), nil
}

// Possible tells why clocks cannot be set here, if they cannot: it tries to write
// into a function what is there already.
func Possible() error {
	memory, err := os.OpenFile("/proc/self/mem", os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("clocks cannot be set here: %w", err)
	}
	defer memory.Close()
	at := int64(reflect.ValueOf(Possible).Pointer())
	text := make([]byte, 1)
	if _, err = memory.ReadAt(text, at); err == nil {
		_, err = memory.WriteAt(text, at)
	}
	if err != nil {
		return fmt.Errorf("clocks cannot be set here: %w", err)
	}
	return nil
}
