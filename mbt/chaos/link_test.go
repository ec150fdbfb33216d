package chaos

import (
	"encoding/binary"
	"io"
	"net"
	"testing"
)

// frame is a message as nodes send it.
func frame(text string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), text...)
}

// TestLink: the greeting comes through, and of the rest what is not lost, whole.
func TestLink(t *testing.T) {
	for _, c := range []struct {
		name string
		loss float64
		want func(got int) bool
	}{
		{"nothing is lost", 0, func(got int) bool { return got == 1001 }},
		{"half is lost", 0.5, func(got int) bool { return got > 400 && got < 600 }},
		{"all is lost", 1, func(got int) bool { return got == 1 }},
	} {
		far, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l, err := newLink(far.Addr().String(), 1, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		l.set(false, c.loss)
		near, err := net.Dial("tcp", l.addr())
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			near.Write(frame("greeting"))
			for range 1000 {
				near.Write(frame("message"))
			}
			near.(*net.TCPConn).CloseWrite()
		}()
		conn, err := far.Accept()
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for {
			length := make([]byte, 4)
			if _, err := io.ReadFull(conn, length); err != nil {
				break
			}
			text := make([]byte, binary.BigEndian.Uint32(length))
			if _, err := io.ReadFull(conn, text); err != nil {
				t.Fatalf("%s: half a message: %v", c.name, err)
			}
			if want := map[bool]string{true: "greeting", false: "message"}[got == 0]; string(text) != want {
				t.Fatalf("%s: message %d is %q", c.name, got, text)
			}
			got++
		}
		if !c.want(got) {
			t.Errorf("%s: %d of 1001 messages came through", c.name, got)
		}
		near.Close()
		conn.Close()
		l.close()
		far.Close()
	}
}

// TestCutLink: a cut ends connections and lets none through.
func TestCutLink(t *testing.T) {
	far, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	l, err := newLink(far.Addr().String(), 1, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	dial := func() net.Conn {
		c, err := net.Dial("tcp", l.addr())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	near := dial()
	defer near.Close()
	near.Write(frame("greeting"))
	conn, err := far.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.ReadFull(conn, make([]byte, len(frame("greeting")))); err != nil {
		t.Fatal(err)
	}
	l.set(true, 0)
	for _, c := range []net.Conn{near, conn, dial()} {
		if _, err := io.ReadAll(c); err == nil {
			continue // the end, or
		}
		if _, err := c.Read(make([]byte, 1)); err == nil {
			t.Error("a connection lives on a cut link")
		}
	}
}
