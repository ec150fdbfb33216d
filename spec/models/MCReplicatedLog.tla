-------------------------- MODULE MCReplicatedLog ---------------------------
(* What the models of ReplicatedLog need; the header of each .cfg says what *)
(* for.                                                                    *)
EXTENDS ReplicatedLog

(* A session is opened, has one command, and expires. *)
Open1  == <<0, 0, "open">>
First  == <<1, 1, "first">>
Close1 == <<1, 0, "close">>
SessionCommands == {Open1, First, Close1}
SessionValues   == {<<Open1, First>>, <<First>>, <<Close1>>}

(* For the graph: all of it in one value. *)
GraphCommands == {Open1, Close1}
GraphValues   == {<<Open1>>, <<Close1>>}

Replicas == Permutations(Replica)

(* A state that is none: TypeOK must say so. *)
Mistyped ==
  /\ requested = {Close1, NoOp}
  /\ decided   = <<>>
  /\ log       = [r \in Replica |-> <<>>]
  /\ kept      = [r \in Replica |-> <<>>]
  /\ replied   = {}
  /\ expired   = {}

(* Probes: each denies something that must be possible. *)
NeverExpired == expired = {}

(* Mutants: what an overridden operator becomes. *)
Any1(x)    == TRUE
Any2(x, y) == TRUE
Nothing(r) == <<>>
NotAhead(t, c) ==
  IF IsOpen(t, Client(c))
  THEN Number(c) \in 1..(Number(t.done[Client(c)]) + 1)
  ELSE FALSE
SaidBefore(r, k, c) == c \in requested /\ Client(c) = k
NotOpen(r, k) == ~IsOpen(TableAfter(log[r]), k)
=============================================================================
