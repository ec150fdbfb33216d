---------------------------- MODULE MCMultiPaxos ----------------------------
(***************************************************************************)
(* What the models of MultiPaxos need: bounds, symmetry, the concerns into *)
(* which the specification is cut, probes, mutants, and fairness.  The     *)
(* header of each .cfg says what it is for and what TLC must find.         *)
(*                                                                         *)
(* Ballots are encoded as round * 1024 + node; those of symmetric models   *)
(* are 1, 2, 3 and have no owner.                                          *)
(***************************************************************************)
EXTENDS MultiPaxosSafety

BallotOwner(b) == b % 1024

(* Minimal quorums: a larger one enables nothing that they do not.         *)
Majorities ==
  {Q \in SUBSET Node : Cardinality(Q) = (Cardinality(Node) \div 2) + 1}

(* The slots, and the one behind the last. *)
Points == Slot \cup {s + 1 : s \in Slot}

(* A prefix is the sequence of its values. *)
EmptyLog == <<>>
AppendTo(p, v) == Append(p, v)
Logs == UNION {[1..k -> Value \cup {NoOp}] : k \in 0..Cardinality(Slot)}

(* Values of one command each. *)
Single == {<<c>> : c \in Command}

(* A session: it is opened, has two commands, and expires.  One value is a *)
(* batch of two, of which the first command is a value of its own as well. *)
Open1  == <<0, 0, "open">>
First  == <<1, 1, "first">>
Second == <<1, 2, "second">>
Close1 == <<1, 0, "close">>
SessionCommands == {Open1, First, Second, Close1}
SessionValues   ==
  {<<Open1>>, <<First>>, <<Second>>, <<First, Second>>, <<Close1>>}

-----------------------------------------------------------------------------
(* Symmetric models.  A ballot belongs to whoever takes it first, of which *)
(* only "taken" needs to be known; so messages that are told by their      *)
(* ballot, and entries, which say the same whoever sends them, name no     *)
(* sender.  Commands are opaque and everything has been asked for.         *)

Untaken(n, b) == \A m \in Sent("1a") : m.bal # b
Nobody(b) == 0
Nameless1a(n, b, i)       == [type |-> "1a", bal |-> b, slot |-> i]
Nameless2a(n, b, s, v)    == [type |-> "2a", bal |-> b, slot |-> s, val |-> v]
NamelessEntry(n, b, s, v) ==
  [type |-> "entry", bal |-> b, slot |-> s, val |-> v]
NoEffect(t, c) == t
NodesAndCommands == Permutations(Node) \cup Permutations(Command)
CommandsOnly == Permutations(Command)

(* Only Lead reads promises, and only those of the ballot that its node is *)
(* a candidate in; the others are dead.  Not for models whose invariants   *)
(* read promises, nor for mutants that use a ballot twice.                 *)
Collected(m) ==
  m.type # "1b" \/ \E n \in Node : lead'[n] = [bal |-> m.bal, next |-> 0]
AddLive(M) == {m \in msgs \cup M : Collected(m)}

-----------------------------------------------------------------------------
(* The concerns.                                                           *)

Chosable == Value \cup {NoOp}

CoreNext ==
  \E n \in Node :
     \/ \E b \in Ballot : Prepare(n, b)
     \/ \E b \in Ballot, i \in Point : Promise(n, b, i)
     \/ \E b \in Ballot, Q \in Quorum : Lead(n, b, Q)
     \/ \E b \in Ballot, s \in Slot, v \in Value : Propose(n, b, s, v)
     \/ \E b \in Ballot, s \in Slot, v \in Chosable : Accept(n, b, s, v)

CrashNext ==
  \/ CoreNext
  \/ \E n \in Node : Restart(n)

RefuseNext ==
  \/ CoreNext
  \/ \E n \in Node, b \in Ballot : Refuse(n, b)
  \/ \E n \in Node, b \in Ballot : StepDown(n, b)

LearnNext ==
  \/ CrashNext
  \/ \E n \in Node, b \in Ballot, s \in Slot, v \in Chosable, Q \in Quorum :
        Learn(n, b, s, v, Q)
  \/ \E n \in Node, b \in Ballot, s \in Slot : Notice(n, b, s)
  \/ \E n \in Node, b \in Ballot, s \in Slot, v \in Chosable :
        CatchUp(n, b, s, v)
  \/ \E n \in Node, s \in Slot : Apply(n, s)

StoreNext ==
  \/ LearnNext
  \/ \E n \in Node : Snapshot(n)
  \/ \E n \in Node, t \in Point : Truncate(n, t)
  \/ \E n, m \in Node, u \in Point, p \in Prefix : InstallSnapshot(n, m, u, p)

StoreLogNext ==
  \/ StoreNext
  \/ \E n \in Node, c \in Command : Request(n, c)

SessionNext ==
  \/ CoreNext
  \/ \E n \in Node, c \in Command : Request(n, c)
  \/ \E n \in Node, b \in Ballot, s \in Slot, v \in Chosable, Q \in Quorum :
        Learn(n, b, s, v, Q)
  \/ \E n \in Node, s \in Slot : Apply(n, s)
  \/ \E n \in Node, k \in Session, c \in Command : Respond(n, k, c)
  \/ \E n \in Node, c \in Command : RetryInOrder(n, c)
  \/ \E n \in Node, c \in Command : SessionExpired(n, c)

SessionStoreNext ==
  \/ SessionNext
  \/ \E n \in Node : Snapshot(n)

(* Sessions are part of snapshots, and go back with them in a crash. *)
SessionCrashNext ==
  \/ SessionStoreNext
  \/ \E n, m \in Node, u \in Point, p \in Prefix : InstallSnapshot(n, m, u, p)
  \/ \E n \in Node : Restart(n)

(* For graphs: requests in no order, and answers about a session that a    *)
(* single value opens and closes.                                          *)
AskNext ==
  \/ RefuseNext
  \/ \E n \in Node, c \in Command : Request(n, c)

(* For graphs: rivals, each with a value of its own, of whom each votes in *)
(* its own ballot only.  What they leave is as many reports as ballots.    *)
OwnValue(b) == IF b % 2 = 1 THEN <<"c1">> ELSE <<"c2">>

RivalsNext ==
  \E b \in Ballot :
     \/ \E n \in {Owner(b)} : Prepare(n, b)
     \/ \E n \in Node, i \in Point : Promise(n, b, i)
     \/ \E n \in {Owner(b)}, Q \in Quorum : Lead(n, b, Q)
     \/ \E n \in {Owner(b)}, s \in Slot, v \in {OwnValue(b)} :
           Propose(n, b, s, v)
     \/ \E n \in {Owner(b)}, s \in Slot, v \in Chosable : Accept(n, b, s, v)

AskedCommands == {Open1, Second, Close1}
AskedValues   == {<<Open1>>, <<Open1, Close1>>}

-----------------------------------------------------------------------------
(* Constraints.                                                            *)

(* The nodes that have learnt, applied or stored anything. *)
Informed == {n \in Node : known[n] # <<>> \/ upto[n] > 1 \/ snap[n].upto > 1}
OneInformed == Cardinality(Informed) <= 1
TwoInformed == Cardinality(Informed) <= 2

(* Every node takes every command in before anything else happens. *)
AskFirst ==
  \/ \A n \in Node, c \in Command : MsgRequest(n, c) \in msgs
  \/ \A m \in msgs' : m.type = "request"

(* At most one answer to a client. *)
Answers == {m \in msgs : m.type \in {"reply", "retry", "expired"}}
OneAnswer == Cardinality(Answers) <= 1

-----------------------------------------------------------------------------
(* Probes: each denies something that must be possible.                    *)

(* Two candidates lead at the same time. *)
NeverTwoLeaders ==
  \A m, n \in Node : lead[m].next # 0 /\ lead[n].next # 0 => m = n

(* A leader fills a hole: it proposes a no-op below another proposal. *)
NeverHole ==
  \A x, y \in Sent("2a") : x.bal = y.bal /\ x.slot < y.slot => x.val # NoOp

(* A value is chosen above a slot that is not decided yet. *)
NeverOutOfOrder ==
  \A x \in Sent("2b") :
     x.slot > 1 /\ ChosenIn(x.slot, x.val) => IsChosen(x.slot - 1)

(* A proposal repeats the value of one in a lower ballot. *)
NeverAdopted ==
  \A x, y \in Sent("2a") : x.slot = y.slot /\ x.bal < y.bal => x.val # y.val

(* A candidate must tell two reported values apart. *)
NeverTwoReports ==
  \A x, y \in Sent("1b") :
     x.bal = y.bal =>
       \A s \in DOMAIN x.votes \cap DOMAIN y.votes :
          x.votes[s].val = y.votes[s].val

NeverInformed == Informed = {}

(* A crash costs a node part of its prefix. *)
NeverForgets == [][\A n \in Node : upto'[n] >= upto[n]]_vars

(* A node has a snapshot of slots in which it did not vote. *)
NeverTakesOver ==
  \A n \in Node : \A s \in 1..(trunc[n] - 1) :
     \E m \in Sent("2b") : m.from = n /\ m.slot = s

(* A leader leaves out slots that lie beyond its own prefix. *)
NeverBehind ==
  \A n \in Node : lead[n].next # 0 =>
     \A s \in upto[n]..(lead[n].next - 1) :
        \E m \in Sent("2a") : m.bal = lead[n].bal /\ m.slot = s

(* One command is chosen in two slots. *)
NeverTwice ==
  \A n \in Node : \A i, j \in DOMAIN Commands(prefix[n]) :
     Commands(prefix[n])[i] = Commands(prefix[n])[j] => i = j

-----------------------------------------------------------------------------
(* Mutants: what an overridden operator becomes.                           *)

Any1(x)       == TRUE
Any2(x, y)    == TRUE
Any3(x, y, z) == TRUE

AllButOnePromised(Q, b) ==
  \E x \in Q : \A q \in Q \ {x} : \E m \in Promises(Q, b) : m.from = q
OnePromisedTwice(Q, b) == \E q \in Q : \E m \in Promises(Q, b) : m.from = q
ChosenByAllButOne(Q, b, s, v) ==
  \E x \in Q : \A q \in Q \ {x} : Msg2b(q, b, s, v) \in msgs
ChosenByOneTwice(Q, b, s, v) == \E q \in Q : Msg2b(q, b, s, v) \in msgs

AtLeast(n, b)    == b >= promised[n]
Unraised(p, b)   == p
Overshot(p, b)   == b + 4096
Higher2(p, b)    == IF p > b THEN p ELSE b
KeepsRunning(n, b) == lead
NothingToReport(n, i) == <<>>
OnlyTheLast(n, i) == From(vote[n], Max({i} \cup DOMAIN vote[n]))
AnyReported(R, r) == TRUE
(* The lowest of the votes that were cast. *)
Lowest(R, r) ==
  IF r.bal = 0 THEN \A x \in R : x.bal = 0
               ELSE \A x \in R : x.bal > 0 => r.bal <= x.bal
NoneReported(P, s) == {NoVote}
OneSilent(R) ==
  IF NoVote \in R THEN NoOp ELSE (CHOOSE r \in R : Highest(R, r)).val
OnlyReported(n, P) == {s \in Reported(P) : s >= Base(n, P)}
SlotAgain(n, b, s) ==
  s # 0 /\ lead[n].bal = b /\ lead[n].next # 0 /\ s + 1 >= lead[n].next
Garbled2b(n, b, s, v) ==
  [type |-> "2b", from |-> n, bal |-> b, slot |-> s,
   val |-> CHOOSE w \in Value : w # v]

PromiseLost(n)   == 0
VoteLost(n)      == <<>>
(* Goes on leading, behind the last slot that it voted in itself. *)
StillLeading(n) ==
  IF lead[n].next = 0 THEN Off
  ELSE [bal  |-> lead[n].bal,
        next |-> Max({1} \cup {s + 1 : s \in DOMAIN vote[n]})]

AnyVote(n, b, s) == s \in DOMAIN vote[n]
NotBefore(n, s)  == s >= upto[n]
OneMore(n, s)    == upto[n] + 1

NothingForgotten(n) == 1
AllVotes(n, t)      == vote[n]
CoveredInMemory(n, t) == t <= upto[n]
EarlyNewer(n) == upto[n] \in DOMAIN vote[n]
EarlyStored(n) ==
  [upto |-> upto[n] + 1, prefix |-> Append(prefix[n], vote[n][upto[n]].val),
   opened |-> opened[n], done |-> done[n]]
StoredWithoutSessions(n) ==
  [upto |-> upto[n], prefix |-> prefix[n], opened |-> 0, done |-> <<>>]

NotAhead(t, c) ==
  IF IsOpen(t, Client(c))
  THEN Number(c) \in 1..(Number(t.done[Client(c)]) + 1)
  ELSE FALSE
SaidBefore(n, k, c) == Requested(c) /\ Client(c) = k
NotOpen(n, c) == Client(c) # 0 /\ ~IsOpen(Table(n), Client(c))

-----------------------------------------------------------------------------
(* Liveness.  If from some time on no ballot above the maximal one starts, *)
(* its owner works, and the nodes of one quorum answer it, then that owner *)
(* applies slot after slot.  That some ballot is the last is what an       *)
(* oracle for one leader provides; here it is that Ballot is finite.  No   *)
(* symmetry, no constraint, no Restart: endless restarts are a fair        *)
(* behaviour.                                                              *)

LiveNext ==
  \/ CoreNext
  \/ \E n \in Node, b \in Ballot, s \in Slot, v \in Chosable, Q \in Quorum :
        Learn(n, b, s, v, Q)
  \/ \E n \in Node, s \in Slot : Apply(n, s)

LastBallot == Max(Ballot)
Leader == Owner(LastBallot)
Awake == CHOOSE Q \in Quorum : Leader \in Q

Leads(n, b) == \E Q \in Quorum : Lead(n, b, Q)
Promises1(n, b) == \E i \in Point : Promise(n, b, i)
Proposes(n, b) == \E s \in Slot, v \in Value : Propose(n, b, s, v)
Accepts(n, b)  == \E s \in Slot, v \in Chosable : Accept(n, b, s, v)
Learns(n, b) ==
  \E s \in Slot, v \in Chosable, Q \in Quorum : Learn(n, b, s, v, Q)
Applies(n) == \E s \in Slot : Apply(n, s)

LeaderWorks ==
  /\ WF_vars(Prepare(Leader, LastBallot))
  /\ WF_vars(Leads(Leader, LastBallot))
  /\ WF_vars(Proposes(Leader, LastBallot))
  /\ WF_vars(Learns(Leader, LastBallot))
  /\ WF_vars(Applies(Leader))

QuorumAnswers ==
  \A n \in Awake : /\ WF_vars(Promises1(n, LastBallot))
                   /\ WF_vars(Accepts(n, LastBallot))

LiveSpec == Init /\ [][LiveNext]_vars /\ LeaderWorks /\ QuorumAnswers

(* The same without the quorum's answers: must fail. *)
LonelySpec == Init /\ [][LiveNext]_vars /\ LeaderWorks

AllApplied == <>(upto[Leader] = Max(Slot) + 1)

(* The duel.  Everybody works in every ballot, a node starts one only when *)
(* another has put an end to its last, and there is always a next ballot:  *)
(* the graph is finite because, once everybody has promised a ballot of    *)
(* round 2 and nobody has proposed, that round can be taken for round 1    *)
(* and what was before forgotten; only the order of ballots counts.  Then  *)
(* two candidates may go on preempting one another for ever, which is why  *)
(* liveness needs an oracle.                                               *)

Round2(b) == b > 2048
Renamed(b) == IF Round2(b) THEN b - 1024 ELSE 0
Rename ==
  /\ Sent("2a") = {}
  /\ \A n \in Node : Round2(promised[n])
  /\ promised' = [n \in Node |-> Renamed(promised[n])]
  /\ lead' = [n \in Node |-> [bal |-> Renamed(lead[n].bal), next |-> 0]]
  /\ msgs' = {[m EXCEPT !.bal = Renamed(@)] :
                m \in {x \in msgs : Round2(x.bal)}}
  /\ UNCHANGED <<vote, trunc, snap, known, applied>>

Starts(n, b) == lead[n] = Off /\ Prepare(n, b)

DuelNext ==
  \E n \in Node, b \in Ballot :
     \/ Starts(n, b) \/ Promises1(n, b) \/ Leads(n, b)
     \/ Proposes(n, b) \/ Accepts(n, b) \/ Learns(n, b) \/ Applies(n)

DuelSpec ==
  /\ Init /\ [][DuelNext \/ Rename]_vars
  /\ \A n \in Node :
       /\ WF_vars(Applies(n))
       /\ \A b \in Ballot :
            /\ WF_vars(Starts(n, b)) /\ WF_vars(Promises1(n, b))
            /\ WF_vars(Leads(n, b)) /\ WF_vars(Proposes(n, b))
            /\ WF_vars(Accepts(n, b)) /\ WF_vars(Learns(n, b))

SomethingApplied == <>(\E n \in Node : upto[n] > 1)
=============================================================================
