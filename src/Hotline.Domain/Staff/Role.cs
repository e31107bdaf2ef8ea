namespace Hotline.Domain.Staff;

/// <summary>Who acts. The first nine are staff roles; <see cref="Resident"/> and <see cref="System"/> act without an account.</summary>
public enum Role { Agent, Dispatcher, Handler, Approver, Publisher, Supervisor, Leader, Administrator, Auditor, Resident, System }
