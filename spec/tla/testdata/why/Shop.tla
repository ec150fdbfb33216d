-------------------------------- MODULE Shop --------------------------------
(* A shop, for explanations of what cannot be done in it: every form of a   *)
(* guard has an action.                                                     *)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS Item, Customer

VARIABLES
  stock,    \* stock[i]: how many there are
  price,    \* price[i]
  cart,     \* cart[c]: what c has chosen, a sequence
  till,     \* money taken
  open      \* whether the shop is

vars == <<stock, price, cart, till, open>>

Sum(S) == LET f[T \in SUBSET S] == IF T = {} THEN 0 ELSE LET x == CHOOSE y \in T : TRUE IN price[x] + f[T \ {x}]
          IN f[S]
Items(s) == {s[i] : i \in 1..Len(s)}
InStock(i) == stock[i] > 0
Cheap(i) == price[i] <= 5
Either(P(_), Q(_), i) == P(i) \/ Q(i)
Holds(c, i) == \E k \in 1..Len(cart[c]) : cart[c][k] = i
Free(i) == \A c \in Customer : ~Holds(c, i)

Init ==
  /\ stock = [i \in Item |-> 1]
  /\ price = [i \in Item |-> 10]
  /\ cart = [c \in Customer |-> <<>>]
  /\ till = 0
  /\ open = FALSE

Open == ~open /\ open' = TRUE /\ UNCHANGED <<stock, price, cart, till>>

Choose(c, i) ==
  /\ open
  /\ InStock(i)
  /\ Free(i)
  /\ cart' = [cart EXCEPT ![c] = Append(@, i)]
  /\ stock' = [stock EXCEPT ![i] = @ - 1]
  /\ UNCHANGED <<price, till, open>>

Reprice(i, p) ==
  /\ IF open THEN p < price[i] /\ p > 0 ELSE p # price[i]
  /\ price' = [price EXCEPT ![i] = p]
  /\ UNCHANGED <<stock, cart, till, open>>

Gift(c, i) ==
  /\ Either(Cheap, LAMBDA j : stock[j] > 3, i)
  /\ cart' = [cart EXCEPT ![c] = Append(@, i)]
  /\ UNCHANGED <<stock, price, till, open>>

Discount ==
  /\ CASE till > 100 -> open
       [] till > 50 -> \A i \in Item : Cheap(i)
       [] OTHER -> Cardinality({i \in Item : Cheap(i)}) > 1
  /\ till' \in {t \in 1..till : t % 7 = 0}
  /\ UNCHANGED <<stock, price, cart, open>>

Pay(c) ==
  /\ cart[c] # <<>>
  /\ LET due == Sum(Items(cart[c]))
         limit == 25
     IN  /\ due <= limit
         /\ till' = till + due
  /\ cart' = [cart EXCEPT ![c] = <<>>]
  /\ UNCHANGED <<stock, price, open>>

Swap(c, d) ==
  /\ c # d
  /\ \E <<i, j>> \in Items(cart[c]) \X Items(cart[d]) : i # j /\ price[i] = price[j]
  /\ cart' = [cart EXCEPT ![c] = cart[d], ![d] = cart[c]]
  /\ UNCHANGED <<stock, price, till, open>>

Fair(c) == \A d \in Customer \ {c} : Len(cart[c]) <= Len(cart[d]) => cart[c] = <<>>

Return(c, i) ==
  /\ Holds(c, i)
  /\ Fair(c)
  /\ \/ till >= price[i]
     \/ ~open
  /\ till' = till - price[i]
  /\ till' > 0
  /\ cart' = [cart EXCEPT ![c] = SelectSeq(@, LAMBDA x : x # i)]
  /\ stock' = [stock EXCEPT ![i] = @ + 1]
  /\ UNCHANGED <<price, open>>

Audit == till \in {0, 10, 20} /\ stock \in [Item -> 0..3] /\ UNCHANGED vars

Next ==
  \/ Open
  \/ Discount
  \/ Audit
  \/ \E c \in Customer : Pay(c)
  \/ \E c \in Customer, i \in Item : Choose(c, i) \/ Gift(c, i) \/ Return(c, i)
  \/ \E i \in Item, p \in Nat : Reprice(i, p)
  \/ \E c, d \in Customer : Swap(c, d)
=============================================================================
