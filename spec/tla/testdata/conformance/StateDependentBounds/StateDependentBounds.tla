------------------------ MODULE StateDependentBounds ------------------------
(* A quantifier over a set that the state gives.                           *)
EXTENDS Integers, FiniteSets
VARIABLES msgs, got
Init == msgs = {} /\ got = {}
Send(m) == m \notin msgs /\ msgs' = msgs \cup {m} /\ got' = got
Receive(m) == m \notin got /\ got' = got \cup {m} /\ msgs' = msgs
Next == \/ \E k \in 1 .. 2, c \in {"a", "b"} : Send([n |-> k, t |-> c])
        \/ \E m \in msgs : m.t = "a" /\ Receive(m)
=============================================================================
